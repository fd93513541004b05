using System.Diagnostics;
using System.Globalization;
using System.Text;
using LwCoder.Models;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Caching;

namespace LwCoder.Benchmarks;

/// <summary>What `code` pays for the cache in its worktree: <c>cache-sync [entries]</c>.</summary>
internal static class CacheSyncBenchmark
{
    public const string Verb = "cache-sync";

    public static int Run(string[] arguments)
    {
        var entries = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20_000;
        var folder = Directory.CreateTempSubdirectory("lw-cache-sync-").FullName;
        try
        {
            var worktree = Directory.CreateDirectory(Path.Combine(folder, "worktree")).FullName;
            var sync = new CacheSync(Path.Combine(folder, "user"), new Narrator(Console.Error), TimeProvider.System);
            CacheMirror? mirror = null;
            Measure("no cache, first time", () => mirror = sync.Mirror(worktree, default));
            Measure("no cache", () => mirror = sync.Mirror(worktree, default));
            Fill(Path.Combine(folder, "user"), entries);
            Measure($"{entries} entries, all new", () => mirror = sync.Mirror(worktree, default));
            Measure($"{entries} entries, none new", () => mirror = sync.Mirror(worktree, default));
            Measure($"{entries} entries, nothing to bring back", () => sync.BringBack(worktree, mirror));
            Fill(Path.Combine(worktree, ".lw_coder", "dspy_cache"), entries + 100);
            Measure("100 entries to bring back", () => sync.BringBack(worktree, mirror));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static void Fill(string folder, int entries)
    {
        var cache = new PromptCache(folder);
        var answer = new byte[5_000];
        new Random(1).NextBytes(answer);
        for (var number = 0; number < entries; number++)
        {
            cache.Put(CacheKey.Of(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))), answer);
        }
    }

    private static void Measure(string what, Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds,8:0.0} ms  {what}"));
    }
}
