using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// Removes a plan's worktree and branch, once everything in them is kept. It can be killed at any point and repeated: a
/// worktree is whole or gone, because its folder is moved aside before it is deleted.
/// </summary>
internal sealed class WorkRemoval(GitCli git)
{
    private const string Aside = ".removed-";

    /// <returns>What could not be deleted, one sentence each.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(PlanWork work, CancellationToken cancel)
    {
        // Of a finalize that was killed.
        await RemoveWorktreeAsync(work.Facts, WorkIntegration.PathOf(work.Facts, work.PlanId), cancel);
        var notes = await RemoveWorktreeAsync(work.Facts, work.Path, cancel);
        if (work.BranchTip is { } tip)
        {
            await git.RunAsync(
                work.Facts.CommonDirectory, cancel, "update-ref", "-d", BranchName.ToRef(work.PlanId), tip);
        }
        // What is configured for the branch; there is nothing to remove when an earlier attempt came this far.
        await git.AskAsync(
            new GitCall(work.Facts.CommonDirectory, "config", "--remove-section", $"branch.{work.PlanId}"), cancel);
        return notes;
    }

    /// <summary>A linked worktree of ours and git's record of it, whatever is left of either.</summary>
    public async Task<IReadOnlyList<string>> RemoveWorktreeAsync(RepositoryFacts facts, string path, CancellationToken cancel)
    {
        var aside = Path.Combine(Path.GetDirectoryName(path)!, Aside + Path.GetFileName(path));
        var notes = Delete(aside);
        if (AdminDirectory.Find(facts.CommonDirectory, path) is not null)
        {
            if (Directory.Exists(path))
            {
                Directory.Move(path, notes.Count == 0 ? aside : aside = $"{aside}-{Guid.NewGuid():N}");
            }
            await git.RunAsync(facts.CommonDirectory, cancel, "worktree", "remove", "--force", "--force", path);
        }
        return [.. notes, .. Delete(aside)];
    }

    /// <summary>The plan whose finalize or abandon, if it was killed, left this folder; null for any other folder.</summary>
    public static string? PlanOfStray(string folder)
    {
        var worktree = WorktreeOfStray(folder);
        return worktree.StartsWith(WorkIntegration.Prefix, StringComparison.Ordinal)
            ? worktree[WorkIntegration.Prefix.Length..]
            : worktree == Path.GetFileName(folder) ? null : worktree;
    }

    /// <summary>Removes such a folder; never the plan's worktree itself.</summary>
    public async Task<IReadOnlyList<string>> RemoveStrayAsync(RepositoryFacts facts, string folder, CancellationToken cancel)
    {
        var worktree = WorktreeOfStray(folder);
        return worktree.StartsWith(WorkIntegration.Prefix, StringComparison.Ordinal)
            ? await RemoveWorktreeAsync(facts, Path.Combine(Path.GetDirectoryName(folder)!, worktree), cancel)
            : Delete(folder);
    }

    private static string WorktreeOfStray(string folder)
    {
        var name = Path.GetFileName(folder);
        return name.StartsWith(Aside, StringComparison.Ordinal) ? name[Aside.Length..] : name;
    }

    /// <summary>No link in it is followed.</summary>
    private static List<string> Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
            return [];
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return [$"{folder} could not be deleted and may go: {failed.Message}"];
        }
    }
}
