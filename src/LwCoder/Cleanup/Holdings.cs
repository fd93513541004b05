using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Cleanup;

/// <param name="Smaller">The command that makes it smaller, if somebody wants that; null where there is none.</param>
internal sealed record Holding(string Name, string Path, long Bytes, string? Smaller);

/// <summary>What takes up room and stays, because it is somebody's work or still of use.</summary>
internal sealed class Holdings(HomeLayout home)
{
    public IEnumerable<Holding> Of(CleanupScope scope)
    {
        if (scope.StateFolder is { } state)
        {
            // Those with a dot are of commands that were killed, and a cleaner knows them.
            foreach (var worktree in Folders(Path.Combine(state, StateFolder.Worktrees))
                .Where(path => !Path.GetFileName(path).StartsWith('.')))
            {
                var plan = Path.GetFileName(worktree);
                yield return Measured($"worktree {plan}", worktree, null);
            }
            yield return Measured("runs", Path.Combine(state, StateFolder.Runs), "lw_coder gc --older-than 7d");
            yield return Measured("sessions of plan", Path.Combine(state, StateFolder.PlanTraces), "lw_coder gc --older-than 7d");
        }
        yield return Measured("model answers", home.CacheDirectory, "lw_coder cache prune --older-than 30d");
        yield return Measured("image homes", home.ImageCacheDirectory, null);
        yield return Measured("logs", home.LogDirectory, null);
    }

    private static Holding Measured(string name, string path, string? smaller) => new(name, path, FolderSize.Of(path), smaller);

    private static IEnumerable<string> Folders(string parent) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent).Order(StringComparer.Ordinal) : [];
}
