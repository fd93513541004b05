using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Plans;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Finalize;

/// <summary>What follows when the work has landed. Nothing of it can lose work, and all of it can be repeated.</summary>
internal sealed class FinalizeClosing(
    GitCli git, WorktreeSnapshot snapshots, RescueRef rescue, WorkRemoval removal, PlanBackups backups, Narrator narrator)
{
    /// <summary>True when an earlier finalize landed this very work and was stopped before it had tidied up.</summary>
    public async Task<bool> IsLandedAsync(LandingRecord record, PlanWork work, LandingPlace place, CancellationToken cancel) =>
        await IsAncestorAsync(work.Facts, record.Landed, place.Tip, cancel)
        && (work.BranchTip is null || await IsAncestorAsync(work.Facts, work.BranchTip, record.Work, cancel))
        && await HoldsAllAsync(record, work, CopiesIn(work), cancel);

    public async Task CloseAsync(FinalizeContext context, PlanWork work, LandingPlace place, LandingRecord record)
    {
        var cancel = CancellationToken.None;
        var tip = (await git.RunAsync(
            work.Facts.CommonDirectory, cancel, "rev-parse", "--verify", BranchName.ToRef(place.Branch))).Trim();
        if (!await IsAncestorAsync(work.Facts, record.Landed, tip, cancel))
        {
            throw new UserError(
                $"{place.Branch} was moved to {ObjectId.Short(tip)} meanwhile, "
                + $"which does not contain the work ({ObjectId.Short(record.Landed)})",
                "nothing was removed; look at the branch and finalize again");
        }
        MarkDone(context, work);
        if (!await HoldsAllAsync(record, work, without: [], cancel)
            && await rescue.SaveAsync(work.Open(git)!, $"{work.PlanId}-finalized", cancel) is { } kept)
        {
            narrator.Notice(CopiesIn(work) is { Count: > 0 } copies
                ? $"copies of your untracked files do not land; as the agent left them they are kept at {kept}: "
                    + TerminalText.Label(string.Join(", ", copies))
                : $"the worktree was changed meanwhile; as it was last it is kept at {kept}");
        }
        foreach (var note in await removal.RemoveAsync(work, cancel))
        {
            narrator.Warn(note);
        }
        await backups.DeleteAsync(work.Facts, work.PlanId, cancel);
        await record.DeleteAsync(git, work.Facts, cancel);
    }

    private static void MarkDone(FinalizeContext context, PlanWork work)
    {
        var file = PlanFile.Read(context.Plan.Path, context.WorkingDirectory);
        if (file.Plan.Status != PlanStatus.Done)
        {
            file.Rewrite(PlanStatus.Done, file.Plan.HasPlaceholderSha ? work.BaseSha : null);
        }
    }

    private static IReadOnlyList<string> CopiesIn(PlanWork work) => work.Admin is { } admin ? SyncRecord.PathsIn(admin.Path) : [];

    /// <summary>True when the worktree has nothing that the landed work lacks.</summary>
    /// <param name="without">Paths that do not count.</param>
    private async Task<bool> HoldsAllAsync(
        LandingRecord record, PlanWork work, IReadOnlyList<string> without, CancellationToken cancel)
    {
        if (!work.HasFolder)
        {
            return true;
        }
        var worktree = work.Open(git)!;
        var tree = await worktree.RunAsync(cancel, "rev-parse", "--verify", $"{record.Work}^{{tree}}");
        return await snapshots.TakeAsync(worktree, cancel, without) == tree.Trim();
    }

    private async Task<bool> IsAncestorAsync(RepositoryFacts facts, string older, string newer, CancellationToken cancel) =>
        (await git.AskAsync(new GitCall(facts.CommonDirectory, "merge-base", "--is-ancestor", older, newer), cancel)).Succeeded;
}
