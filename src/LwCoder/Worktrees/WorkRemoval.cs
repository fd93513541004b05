using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// Removes a plan's worktree and branch, once everything in them is kept. It can be killed at any point and repeated: a
/// worktree is whole or gone, because its folder is moved aside before it is deleted.
/// </summary>
internal sealed class WorkRemoval(GitCli git)
{
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
        var aside = Path.Combine(Path.GetDirectoryName(path)!, $".removed-{Path.GetFileName(path)}");
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
