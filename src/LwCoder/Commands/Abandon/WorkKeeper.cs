using LwCoder.Commands.Shared;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Runs;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Abandon;

/// <summary>Gives every commit and file of a plan's work a ref before any of it goes, and says where.</summary>
internal sealed class WorkKeeper(GitCli git, RescueRef rescue)
{
    /// <param name="earlier">The plan as it was abandoned before, perhaps by a run of this command that was killed.</param>
    public async Task<Abandonment> KeepAsync(
        NamedPlan plan, PlanWork work, string? reason, RunCatalog runs, PlanBackupText? earlier, CancellationToken cancel)
    {
        if (earlier is { Abandonment: { } begun } && IsBegun(plan, work, earlier))
        {
            return begun with { Reason = reason ?? begun.Reason };
        }
        var name = runs.List(plan.Id).FirstOrDefault()?.Id.Name ?? plan.Id;
        var kept = work.Open(git) is { } worktree ? await rescue.SaveAsync(worktree, name, cancel) : null;
        var snapshot = kept is null ? null : await CommitAsync(work.Facts, kept, cancel);
        // A deleted branch or a detached HEAD: the snapshot need not stand on the branch, nor the branch on HEAD.
        foreach (var commit in new[] { work.Tip, work.Admin?.LastHead() }.OfType<string>().Distinct())
        {
            if (!await IsAncestorAsync(work.Facts, commit, snapshot ?? work.BaseSha, cancel))
            {
                var reference = await rescue.KeepAsync(work.Facts, name, commit, cancel);
                kept ??= reference;
            }
        }
        return new Abandonment(reason, work.BaseSha ?? work.Tip, work.Tip, snapshot, kept, work.StartedFrom);
    }

    /// <summary>An abandon of this very work that was killed after it had kept it and begun to remove it.</summary>
    private static bool IsBegun(NamedPlan plan, PlanWork work, PlanBackupText earlier) =>
        !work.HasFolder && earlier.Abandonment?.BranchTip is { } tip
        && (work.BranchTip is { } branch
            ? branch == tip
            : plan.ReadText() is { } text && text.AsSpan().SequenceEqual(earlier.Text));

    private async Task<bool> IsAncestorAsync(RepositoryFacts facts, string older, string? newer, CancellationToken cancel) =>
        newer is not null && (await git.AskAsync(
            new GitCall(facts.CommonDirectory, "merge-base", "--is-ancestor", older, newer), cancel)).Succeeded;

    private async Task<string> CommitAsync(RepositoryFacts facts, string reference, CancellationToken cancel) =>
        (await git.RunAsync(facts.CommonDirectory, cancel, "rev-parse", "--verify", reference)).Trim();
}
