using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>A worktree that git knows and whose folder is gone.</summary>
/// <param name="Entry">As git lists it; null when it does not.</param>
/// <param name="HasBranch">False when its branch was deleted too.</param>
internal sealed record GoneWorktree(
    RepositoryFacts Facts, string Path, AdminDirectory Admin, WorktreeEntry? Entry, string PlanId, bool HasBranch);

/// <summary>Keeps what only git's record of a deleted folder still knows: staged changes, commits no branch leads to.</summary>
internal sealed class GoneWorktreeRescue(GitCli git, RescueRef rescue)
{
    /// <returns>What was kept and where, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> KeepAsync(GoneWorktree gone, CancellationToken cancel)
    {
        var notes = new List<string>();
        if (await rescue.SaveAsync(new WorktreeGit(git, gone.Facts, gone.Path, gone.Admin.Path), gone.PlanId, cancel) is { } kept)
        {
            notes.Add($"what was staged there is kept at {kept}");
        }
        // No branch leads to a commit that was checked out by itself, nor to those of a deleted branch. A commit that
        // is no longer there cannot be kept, and is nothing to stop for.
        var unreachable = gone.Entry is { Branch: null } ? gone.Entry.Head : gone.HasBranch ? null : gone.Admin.LastHead();
        if (unreachable is not null)
        {
            var reference = $"{RescueRef.Prefix}{gone.PlanId}-{ObjectId.Short(unreachable)}";
            var keep = new GitCall(gone.Facts.CommonDirectory, "update-ref", reference, unreachable);
            if ((await git.AskAsync(keep, cancel)).Succeeded)
            {
                notes.Add($"the commit it was at is kept at {reference}");
            }
        }
        return notes;
    }
}
