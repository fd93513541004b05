using LwCoder.Platform.Processes;

namespace LwCoder.Runs;

/// <summary>
/// Removes runs older than thirty days. A folder goes only if it is certainly a finished run: its name and manifest say so,
/// nobody works in it and its commits are in the repository.
/// </summary>
internal sealed class RunRetention(RunCatalog runs, TimeProvider time)
{
    public static readonly TimeSpan Limit = TimeSpan.FromDays(30);

    /// <returns>What was removed, and a warning for each run that should have gone and could not.</returns>
    public (IReadOnlyList<RunId> Removed, IReadOnlyList<string> Warnings) Prune()
    {
        var removed = new List<RunId>();
        var warnings = new List<string>();
        foreach (var run in Expired(Limit))
        {
            try
            {
                Remove(run.Path);
                removed.Add(run.Id);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                warnings.Add($"the old run {run.Id} could not be removed: {failed.Message}");
            }
        }
        return (removed, warnings);
    }

    /// <summary>The runs that may go.</summary>
    public IReadOnlyList<RunDirectory> Expired(TimeSpan age)
    {
        var oldest = time.GetUtcNow() - age;
        return [.. runs.List().Where(run => run.Id.StartedAt < oldest && MayGo(run))];
    }

    private static bool MayGo(RunDirectory run) =>
        !run.HasUncollectedCommits
        // Whole repositories an agent made, which are nowhere else.
        && !Directory.Exists(run.NestedRepositories)
        // One that stayed has what could be kept nowhere else.
        && !Directory.Exists(run.Worktree)
        && run.TryReadManifest() is { } manifest
        && manifest.RunId == run.Id.ToString()
        && !(manifest.State != RunState.Finished && ProcessIdentity.TryParse(manifest.Owner) is { MayBeAlive: true });

    /// <summary>The manifest goes last: a removal that is interrupted is still a run and is removed next time.</summary>
    public static void Remove(string folder)
    {
        var directory = new DirectoryInfo(folder);
        foreach (var entry in directory.EnumerateFileSystemInfos().Where(entry => entry.Name != "run.json"))
        {
            if (entry is DirectoryInfo { LinkTarget: null } child)
            {
                child.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
        directory.Delete(recursive: true);
        if (directory.Parent is { } plan && !plan.EnumerateFileSystemInfos().Any())
        {
            plan.Delete();
        }
    }
}
