using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>Where the work on an abandoned plan was and is kept.</summary>
/// <param name="Snapshot">A commit upon the tip with what was not committed; null when everything was.</param>
internal sealed record KeptWork(string BaseSha, string Tip, string? Snapshot, string? StartedFrom);

/// <summary>
/// Brings branch and worktree of an abandoned plan back, and what was not committed as not committed. Nothing that is
/// there already is overwritten, and it can be repeated after it was killed.
/// </summary>
internal sealed class WorkRestore(GitCli git, WorktreeSnapshot snapshots)
{
    /// <returns>False when work is there already that is not this work; it is left alone.</returns>
    /// <exception cref="UserError">When what was kept is no longer there, or git cannot make the worktree.</exception>
    public async Task<bool> RestoreAsync(RepositoryFacts facts, string planId, KeptWork kept, CancellationToken cancel)
    {
        await RequireKeptAsync(facts, kept, cancel);
        var work = await PlanWork.FindAsync(git, facts, planId, kept.BaseSha, kept.StartedFrom, cancel);
        if (work.BranchTip is { } there && there != kept.Tip)
        {
            return false;
        }
        if (work.Admin is { IsUnfinished: true } && UnfinishedWorktree.IsEmpty(work.Path))
        {
            // Of an earlier attempt that was killed.
            await new WorkRemoval(git).RemoveWorktreeAsync(facts, work.Path, cancel);
            work = work with { Admin = null };
        }
        if (work.Admin is null)
        {
            Refuse.UnlessFree(work.Path, !Path.Exists(work.Path) || WorktreeManager.IsFree(work.Path));
            IgnoredFolder.Create(Path.GetDirectoryName(work.Path)!);
            string[] branch = work.BranchTip is null ? ["--no-track", "-b", planId, work.Path, kept.Tip] : [work.Path, planId];
            await git.RunAsync(
                new GitCall(facts.CommonDirectory, ["worktree", "add", .. branch])
                {
                    Settings = FilterGuard.Settings(facts.Config),
                },
                cancel);
            work = work with { Admin = AdminDirectory.Find(facts.CommonDirectory, work.Path) };
        }
        // Not before the branch is there: the record is what makes a branch of that name the plan's own.
        await BranchRecord.RestoreAsync(git, facts, planId, kept.BaseSha, kept.StartedFrom, cancel);
        return await RestoreFilesAsync(work, kept, cancel);
    }

    /// <summary>From the clean tip to the files of the snapshot; git refuses to touch what is not as at the tip.</summary>
    private async Task<bool> RestoreFilesAsync(PlanWork work, KeptWork kept, CancellationToken cancel)
    {
        var worktree = work.Open(git)!;
        var wanted = await TreeOfAsync(work.Facts, kept.Snapshot ?? kept.Tip, cancel);
        var found = await snapshots.TakeAsync(worktree, cancel);
        if (found != wanted)
        {
            if (found != await TreeOfAsync(work.Facts, kept.Tip, cancel))
            {
                return false;
            }
            await worktree.RunAsync(cancel, "read-tree", "-m", "-u", "HEAD", kept.Snapshot!);
        }
        await worktree.RunAsync(cancel, "reset", "--mixed", "-q");
        return true;
    }

    private async Task<string> TreeOfAsync(RepositoryFacts facts, string commit, CancellationToken cancel) =>
        (await git.RunAsync(facts.CommonDirectory, cancel, "rev-parse", "--verify", $"{commit}^{{tree}}")).Trim();

    private async Task RequireKeptAsync(RepositoryFacts facts, KeptWork kept, CancellationToken cancel)
    {
        foreach (var commit in new[] { kept.Tip, kept.Snapshot }.OfType<string>())
        {
            var call = new GitCall(facts.CommonDirectory, "cat-file", "-e", $"{commit}^{{commit}}");
            if (!(await git.AskAsync(call, cancel)).Succeeded)
            {
                throw new UserError(
                    $"the work cannot be brought back: commit {commit[..12]} is no longer in this repository",
                    "fetch refs/lw_coder/rescue/* from a clone that has it, or bring only the plan back with --plan-only");
            }
        }
    }
}
