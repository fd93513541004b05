using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Plans;
using LwCoder.Runs;
using LwCoder.Worktrees;

namespace LwCoder.Commands.RecoverPlan;

/// <summary>
/// The story of `recover-plan`: the work first, then the plan's file, and last the plan leaves the abandoned ones, unless its
/// work is still only there. Killed in between, it can be repeated, because each step finds what is there already.
/// </summary>
internal sealed class RecoverPlanHandler(
    RepositoryReader repositories,
    PlanBackups backups,
    WorkRestore works,
    BackupList list,
    RecoverReport report,
    Narrator narrator)
{
    public async Task<int> RunAsync(RecoverPlanOptions options, string workingDirectory, CancellationToken cancel)
    {
        var facts = await repositories.ReadAsync(workingDirectory, cancel);
        var tasks = StateFolder.Of(facts.Root, StateFolder.Tasks);
        if (options.PlanId is not { } planId)
        {
            list.Write(await backups.ListAsync(facts, cancel), tasks, options.Json);
            return (int)ExitCode.Done;
        }
        if (PlanId.Problem(planId) is { } problem)
        {
            throw new UserError($"'{planId}' {problem}", "see 'lw_coder recover-plan' for the plans that are kept");
        }
        var abandoned = await backups.FindAbandonedAsync(facts, planId, cancel);
        var found = abandoned ?? await backups.FindAsync(facts, planId, cancel)
            ?? throw await NothingKeptAsync(facts, planId, cancel);

        var runs = RunCatalog.In(StateFolder.Of(facts.Root));
        using var lease = await RunLease.TakeAsync(runs, planId, ProcessIdentity.Current, cancel);
        var file = Path.Combine(tasks, $"{planId}.md");
        RequireUnique(tasks, planId, file, workingDirectory);
        var existing = File.Exists(file) ? PlanFile.ReadBytes(file) : null;
        var isThere = existing is not null && existing.AsSpan().SequenceEqual(found.Text);
        if (existing is not null && !isThere && !options.Force)
        {
            throw new UserError(
                $"{PlanPath.Shown(file, workingDirectory)} exists with another text than the one that is kept",
                $"look at it: git show {found.Commit[..12]}:.lw_coder/tasks/{planId}.md   "
                + "To replace the file, and keep its text as a backup: --force");
        }
        var work = KeptWorkOf(found.Abandonment);
        var restored = work is not null && !options.PlanOnly
            && await works.RestoreAsync(facts, planId, work, CancellationToken.None);
        if (work is not null && !restored && !options.PlanOnly)
        {
            narrator.Warn($"there is other work on {planId} already, which was left alone; "
                + $"what was abandoned is still at {found.Abandonment!.KeptAt ?? work.Tip}");
        }
        if (existing is not null && !isThere)
        {
            await backups.SaveAsync(facts, planId, existing, CancellationToken.None);
        }
        if (!isThere)
        {
            Directory.CreateDirectory(tasks);
            AtomicFile.WriteBytes(PlanPath.FollowLinks(file), found.Text);
        }
        if (abandoned is not null && (restored || work is null))
        {
            await backups.ReviveAsync(facts, planId, abandoned, CancellationToken.None);
        }
        report.Write(planId, file, restored ? WorktreeManager.PathOf(facts, planId) : null, found, options.Json);
        return (int)ExitCode.Done;
    }

    /// <summary>Null where the plan was abandoned before there was any work.</summary>
    private static KeptWork? KeptWorkOf(Abandonment? abandonment) =>
        abandonment is { BaseSha: { } start, BranchTip: { } tip }
            ? new KeptWork(start, tip, abandonment.Snapshot, abandonment.StartedFrom)
            : null;

    private static void RequireUnique(string tasks, string planId, string file, string workingDirectory)
    {
        if (new PlanCatalog(tasks).FindDuplicates(PlanId.Parse(planId), file) is [var other, ..])
        {
            throw new UserError(
                $"{PlanPath.Shown(other, workingDirectory)} has the plan_id {planId} already",
                "give it another plan_id, or move it out of the tasks folder");
        }
    }

    private async Task<UserError> NothingKeptAsync(RepositoryFacts facts, string planId, CancellationToken cancel)
    {
        var near = NearMatches.Of(planId, (await backups.ListAsync(facts, cancel)).Select(backup => backup.PlanId).Distinct());
        return new UserError(
            $"nothing is kept of a plan '{planId}'",
            near.Count > 0 ? $"did you mean {string.Join(" or ", near)}?" : "see 'lw_coder recover-plan' for what is kept");
    }
}
