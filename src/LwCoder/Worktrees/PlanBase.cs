using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>Moves a plan that has no work yet to another commit (`--rebase-plan`).</summary>
internal sealed class PlanBase(GitCli git)
{
    /// <summary>
    /// True when the plan's branch has commits beyond <paramref name="start"/>'s base, or its worktree has changes or
    /// files of its own that are not ignored. Look for nested repositories first.
    /// </summary>
    public async Task<bool> HasWorkAsync(RepositoryFacts facts, StartingPoint start, CancellationToken cancel)
    {
        if (start.BranchTip is { } tip && tip != start.BaseSha)
        {
            return true;
        }
        return Find(facts, start.PlanId) is { } worktree && await IsDirtyAsync(worktree, cancel);
    }

    /// <summary>
    /// Nothing to do without a branch; a branch without work and its worktree go to <paramref name="newBase"/>.
    /// </summary>
    /// <exception cref="UserError">When there is work, which only a person should move.</exception>
    public async Task MoveAsync(RepositoryFacts facts, StartingPoint start, string newBase, CancellationToken cancel)
    {
        if (await HasWorkAsync(facts, start, cancel))
        {
            throw new UserError(
                $"the plan's branch {start.PlanId} has work on it already, so the plan keeps its git_sha",
                $"rebase the work yourself: git -C '{WorktreeManager.PathOf(facts, start.PlanId)}' rebase "
                + $"{ObjectId.Short(newBase)}, then set git_sha in the plan");
        }
        if (start.BranchTip is null)
        {
            return;
        }
        if (Find(facts, start.PlanId) is { FolderExists: true } worktree)
        {
            await worktree.RunAsync(cancel, "reset", "--keep", "-q", newBase);
        }
        else
        {
            await git.RunAsync(
                facts.CommonDirectory, cancel, "update-ref", BranchName.ToRef(start.PlanId), newBase, start.BranchTip);
        }
        await BranchRecord.MoveBaseAsync(git, facts, start.PlanId, newBase, cancel);
    }

    private WorktreeGit? Find(RepositoryFacts facts, string planId)
    {
        var path = WorktreeManager.PathOf(facts, planId);
        return AdminDirectory.Find(facts.CommonDirectory, path) is { } admin
            ? new WorktreeGit(git, facts, path, admin.Path)
            : null;
    }

    private static async Task<bool> IsDirtyAsync(WorktreeGit worktree, CancellationToken cancel)
    {
        if (!worktree.FolderExists)
        {
            return false;
        }
        var status = await worktree.RunAsync(
            cancel, "status", "--porcelain=v2", "-z", "--untracked-files=normal", "--ignore-submodules=all");
        return StatusListing.Parse(status).Count > 0;
    }
}
