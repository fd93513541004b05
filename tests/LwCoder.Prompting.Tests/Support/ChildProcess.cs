using System.Diagnostics;
using System.Globalization;
using System.Text;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.Gepa;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Support;

/// <summary>
/// This assembly run as a program, for what only several processes can show. Each line it prints is a step done.
/// </summary>
internal static class ChildProcess
{
    public static async Task<int> Main(string[] arguments)
    {
        var (verb, cache) = (
            arguments[0], new PromptCache(arguments[1], new PromptCacheOptions { OnProblem = Console.WriteLine }));
        var key = CacheKey.Of("shared"u8);
        switch (verb)
        {
            case "generate":
                var answer = await cache.GetOrCreateAsync(key, async cancel =>
                {
                    await File.AppendAllTextAsync(arguments[2], "called\n", cancel);
                    await Task.Delay(400, cancel);
                    return new CacheDraft("answer"u8.ToArray());
                });
                Console.WriteLine($"{Encoding.UTF8.GetString(answer.Payload.Span)} {answer.IsHit}");
                return 0;
            case "ask":
                using (var model = new OpenRouterChatClient(
                    new OpenRouterOptions { Provider = Provider.At(new Uri(arguments[2])), Model = "m" }).WithCache(cache))
                {
                    var response = await model.GetResponseAsync("Hello");
                    Console.WriteLine($"{response.Text} {response.IsCacheHit()}");
                }
                return 0;
            case "hang":
                await cache.GetOrCreateAsync(key, async cancel =>
                {
                    Console.WriteLine("holding");
                    await Task.Delay(Timeout.Infinite, cancel);
                    return default;
                });
                return 0;
            case "put":
                var payload = Payload(int.Parse(arguments[2], CultureInfo.InvariantCulture));
                for (var number = 0; ; number++)
                {
                    cache.Put(CacheKey.Of(Encoding.UTF8.GetBytes($"{arguments[2]}/{number}")), payload);
                    Console.WriteLine(number);
                }
            case "full":
                var made = await cache.GetOrCreateAsync(key, _ => Task.FromResult(new CacheDraft("answer"u8.ToArray())));
                cache.Put(key, "again"u8);
                Console.WriteLine($"{Encoding.UTF8.GetString(made.Payload.Span)} {cache.Get(key) is null}");
                return 0;
            case "gepa":
                await OptimizeAsync(arguments[2]);
                return 0;
            default:
                return 2;
        }
    }

    /// <summary>The run of <c>GepaTests</c>, a number for each metric call.</summary>
    private static async Task OptimizeAsync(string journal)
    {
        string[] words = [.. Enumerable.Range('a', 8).Select(letter => new string((char)letter, 4))];
        var data = new DataSplit(RuleTask.Examples(words), RuleTask.Examples(words.Select(word => word + "2")),
            RuleTask.Examples(words.Select(word => word + "3")));
        await new Optimization(new RuleTask(), data, new Gepa(new WordReflector()), new OptimizerOptions
        {
            MaxMetricCalls = 200, Parallelism = 2, JournalPath = journal,
            OnProgress = progress => Console.WriteLine(progress.MetricCalls),
        }).RunAsync();
    }

    public static byte[] Payload(int seed)
    {
        var bytes = new byte[8_000];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static Process Start(params string[] arguments) =>
        StartProgram(Dotnet, [typeof(ChildProcess).Assembly.Location, .. arguments]);

    /// <summary>The same where no file may grow: what a full disk looks like to a program.</summary>
    public static Process StartWithoutDiskSpace(params string[] arguments) => StartProgram("sh",
        ["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", Dotnet, typeof(ChildProcess).Assembly.Location, .. arguments]);

    private static string Dotnet =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static Process StartProgram(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }
}
