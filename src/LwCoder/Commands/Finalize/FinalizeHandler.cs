using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Plans;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Setup;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Finalize;

/// <summary>
/// The story of `finalize`: the work becomes a commit, is joined with its branch aside and checked there, lands, and only
/// then is tidied away. Until it lands nothing is changed; from then on an interrupted one is finished by the next.
/// </summary>
internal sealed class FinalizeHandler(
    FinalizeSetup setup,
    GitCli git,
    WorkDesk works,
    WorkIntegration integration,
    FinalizeChecks checks,
    Landing landing,
    FinalizeClosing closing,
    FinalizeReport report,
    Narrator narrator)
{
    public async Task<int> RunAsync(FinalizeOptions options, string workingDirectory, CancellationToken cancel)
    {
        var context = await setup.ReadAsync(options, workingDirectory, cancel);
        var (facts, plan) = (context.Repository, context.Plan);
        using var lease = await RunLease.TakeAsync(context.Runs, plan.Id.Value, ProcessIdentity.Current, cancel);
        var work = await works.OpenAsync(
            facts, context.Runs, plan.Id.Value, plan.HasPlaceholderSha ? null : plan.GitSha, cancel);
        var record = await LandingRecord.FindAsync(git, facts, plan.Id.Value, cancel);
        if (work.IsNothing && record is null)
        {
            return NothingLeft(plan, options.Json);
        }
        await work.RequireFreeAsync(git, cancel);
        var landed = (record is null ? null : await FindLandedAsync(record, work, cancel))
            ?? await LandAsync(context, work, record, options.Into ?? work.StartedFrom ?? throw NoBranch(work), cancel);
        await closing.CloseAsync(context, work, landed.Place, landed.Record);
        report.Write(
            new Finalized(
                plan.Id.Value, plan.Path, landed.Place.Branch, landed.Record.Landed, context.Merge, landed.Commits),
            options.Json);
        return (int)ExitCode.Done;
    }

    /// <summary>Where an earlier finalize landed this very work; null when it did not come that far.</summary>
    private async Task<LandedWork?> FindLandedAsync(LandingRecord record, PlanWork work, CancellationToken cancel)
    {
        if (await landing.TryFindAsync(work.Facts, record.Branch, cancel) is not { } place)
        {
            return null;
        }
        await landing.RepairAsync(place, record.Landed, CancellationToken.None);
        return await closing.IsLandedAsync(record, work, place, cancel) ? new LandedWork(place, record, null) : null;
    }

    private async Task<LandedWork> LandAsync(
        FinalizeContext context, PlanWork work, LandingRecord? before, string branch, CancellationToken cancel)
    {
        var place = await landing.FindAsync(work.Facts, branch, cancel);
        var record = await JoinAsync(context, work, place, cancel);
        var commits = await CountAsync(work.Facts, place.Tip, record.Landed, cancel);
        await record.WriteAsync(git, work.Facts, before, cancel);
        // From here on an interrupt waits, and what a kill interrupts is completed by the next finalize.
        await landing.LandAsync(place, record.Landed, CancellationToken.None);
        narrator.Step($"{place.Branch} is at {ObjectId.Short(record.Landed)}");
        return new LandedWork(place, record, commits);
    }

    /// <summary>Everything that can fail: the branch as it is to be, without touching it.</summary>
    private async Task<LandingRecord> JoinAsync(
        FinalizeContext context, PlanWork work, LandingPlace place, CancellationToken cancel)
    {
        RequireWork(work, place);
        RequireTornDown(work);
        if (context.Plan.Status != PlanStatus.Implemented)
        {
            narrator.Notice($"plan {work.PlanId} is {context.Plan.Status.ToWord()} and not implemented");
        }
        await landing.RequireCleanAsync(place, context.Plan.Path, cancel);
        var commit = await integration.CommitAsync(work, context.Message, cancel);
        if (commit == work.BaseSha)
        {
            throw new UserError(
                $"there is nothing to finalize: the worktree of {work.PlanId} is as it was at {ObjectId.Short(commit)}",
                $"run 'lw_coder code {work.PlanId}' first, or give it up: lw_coder abandon {work.PlanId}");
        }
        narrator.Step(
            $"{context.Merge}: {work.PlanId} at {ObjectId.Short(commit)} onto {place.Branch} at {ObjectId.Short(place.Tip)}");
        var landed = await integration.IntegrateAsync(
            work, place, MergeWayWords.Parse(context.Merge), commit, context.Message,
            context.Checks.Count == 0 ? null : CheckAsync, cancel);
        return new LandingRecord(work.PlanId, place.Branch, commit, landed);

        Task CheckAsync(string folder) => checks.RunAsync(
            context.Checks, context.Settings.Get(FinalizeSettings.CheckTimeout), folder,
            new Dictionary<string, string?>
            {
                ["LW_CODER_REPO_ROOT"] = context.Repository.Root,
                ["LW_CODER_WORKTREE_PATH"] = folder,
                ["LW_CODER_PLAN_ID"] = work.PlanId,
                ["LW_CODER_PLAN_PATH"] = context.Plan.Path,
            },
            cancel);
    }

    private static void RequireWork(PlanWork work, LandingPlace place)
    {
        if (work.BranchTip is null)
        {
            throw new UserError(
                $"there is no branch {work.PlanId} that lw_coder made, so there is no work to finalize",
                work.Tip is { } last ? $"bring it back with its commits: git branch {work.PlanId} {last}" : null);
        }
        if (place.Branch == work.PlanId)
        {
            throw new UserError($"{work.PlanId} cannot be finalized into itself", "name another branch: --into <branch>");
        }
        if (work.Admin is { } admin && !admin.IsOn(work.PlanId))
        {
            throw new UserError(
                $"the worktree {work.Path} is not on branch {work.PlanId} (a rebase or merge may be under way)",
                $"finish what is under way there, or: git -C '{work.Path}' switch {work.PlanId}", ExitCode.NeedsPerson);
        }
    }

    /// <summary>What they made would land as if it were work.</summary>
    private static void RequireTornDown(PlanWork work)
    {
        if (work.Admin is { } admin && new SetupRecord(admin.Path) is { Exists: true } setup)
        {
            throw new UserError(
                $"a run of {work.PlanId} was killed, and what its setup commands made is still in the worktree {work.Path}",
                $"'lw_coder code {work.PlanId}' tears it down; or remove it yourself and delete {setup.Path}",
                ExitCode.NeedsPerson);
        }
    }

    private int NothingLeft(Plan plan, bool json)
    {
        if (plan.Status != PlanStatus.Done)
        {
            throw new UserError(
                $"there is no work on plan {plan.Id} to finalize", $"start it with 'lw_coder code {plan.Id}'");
        }
        report.WriteDone(plan.Id.Value, plan.Path, json);
        return (int)ExitCode.Done;
    }

    private async Task<int> CountAsync(RepositoryFacts facts, string from, string to, CancellationToken cancel) => int.Parse(
        await git.RunAsync(facts.CommonDirectory, cancel, "rev-list", "--count", $"{from}..{to}"), CultureInfo.InvariantCulture);

    private static UserError NoBranch(PlanWork work) => new(
        $"nothing remembers which branch the work on {work.PlanId} started from", "name the one it is for: --into <branch>");

    /// <param name="Commits">How many came onto the branch; null when an earlier finalize brought them.</param>
    private sealed record LandedWork(LandingPlace Place, LandingRecord Record, int? Commits);
}
