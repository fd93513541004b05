using System.Text.RegularExpressions;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Cleanup;

/// <summary>What a write that was killed has left beside its target; the target itself is whole.</summary>
internal sealed partial class TemporaryFileCleaner(HomeLayout home, TimeProvider time) : ICleaner
{
    /// <summary>No write takes this long.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    /// <summary>Where lw_coder writes in a repository's `.lw_coder`.</summary>
    private static readonly string[] Written =
    [
        StateFolder.Tasks, StateFolder.Runs, StateFolder.PlanTraces, StateFolder.Prompts, StateFolder.Judges,
        StateFolder.Comparisons,
    ];

    /// <summary>lw_coder writes no deeper than into a run's folders; below are homes and repositories of agents.</summary>
    private static readonly EnumerationOptions NearTheTop = FolderWalk.TreeTo(3);

    public string Kind => "temporary files";

    public bool IsDebris => true;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Leftover>>(
        [
            .. from folder in Folders(scope)
               from file in new DirectoryInfo(folder).EnumerateFiles("*.tmp", NearTheTop)
               where Ours().IsMatch(file.Name) && time.GetUtcNow() - file.LastWriteTimeUtc > Age
               select new Leftover(file.FullName, file.Length, "the write was killed")
               {
                   RemoveAsync = _ =>
                   {
                       file.Delete();
                       return Task.FromResult<IReadOnlyList<string>>([]);
                   },
               },
        ]);

    private IEnumerable<string> Folders(CleanupScope scope) =>
        Written.Select(folder => scope.StateFolder is { } state ? Path.Combine(state, folder) : null)
            .Prepend(home.Root).OfType<string>().Where(Directory.Exists);

    /// <summary>The names that <see cref="Platform.Files.AtomicFile"/> gives.</summary>
    [GeneratedRegex(@"\.\d+\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Ours();
}
