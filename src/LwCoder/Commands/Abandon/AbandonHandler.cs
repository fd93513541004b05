using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Plans;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Abandon;

/// <summary>
/// The story of `abandon`: show what will go, ask, keep all of it under refs, and only then remove it. Every step can be
/// repeated, so an abandon that was killed is finished by the next.
/// </summary>
/// <param name="ask">Null where nobody can be asked.</param>
internal sealed class AbandonHandler(
    RepositoryReader repositories,
    GitCli git,
    WorkDesk works,
    WorkKeeper keeper,
    WorkRemoval removal,
    PlanBackups backups,
    AbandonReport report,
    Narrator narrator,
    Func<string, bool>? ask)
{
    private const int ShownPaths = 5;

    public async Task<int> RunAsync(AbandonOptions options, string workingDirectory, CancellationToken cancel)
    {
        var facts = await repositories.ReadAsync(workingDirectory, cancel);
        var state = StateFolder.Of(facts.Root);
        var plan = NamedPlan.Find(PlanCatalog.In(state), options.Plan, workingDirectory);
        var runs = RunCatalog.In(state);

        using var lease = await RunLease.TakeAsync(runs, plan.Id, ProcessIdentity.Current, cancel);
        var work = await works.OpenAsync(facts, runs, plan.Id, planBase: null, cancel);
        var backup = await backups.FindAsync(facts, plan.Id, cancel);
        var earlier = await backups.FindAbandonedAsync(facts, plan.Id, cancel);
        if (plan.File is null && work.IsNothing && await IsAbandonedAsync(facts, earlier, backup))
        {
            await ForgetAsync(facts, plan.Id);
            report.Write(plan, earlier!.Abandonment!, commits: 0, uncommitted: 0, canRecover: true, options.Json);
            return (int)ExitCode.Done;
        }
        if (plan.File is null && work.IsNothing && backup is null)
        {
            throw plan.Missing!;
        }
        await work.RequireFreeAsync(git, cancel);
        var commits = await work.CommitsAsync(git, cancel);
        var uncommitted = await work.UncommittedAsync(git, cancel);
        Show(plan, work, commits, uncommitted, canRecover: plan.File is not null || backup is not null);
        if (!options.Yes && !IsAllowed(plan))
        {
            narrator.Step("nothing was changed");
            return (int)ExitCode.Done;
        }

        // From here on an interrupt waits: half an abandoned plan is no use to anybody.
        var abandonment = await keeper.KeepAsync(plan, work, options.Reason, runs, earlier, CancellationToken.None);
        var text = plan.ReadText() ?? backup?.Text;
        if (text is not null)
        {
            await backups.AbandonAsync(facts, plan.Id, text, abandonment, CancellationToken.None);
        }
        foreach (var note in await removal.RemoveAsync(work, CancellationToken.None))
        {
            narrator.Warn(note);
        }
        if (plan.File is { } file)
        {
            File.Delete(file);
        }
        await ForgetAsync(facts, plan.Id);
        report.Write(plan, abandonment, commits, uncommitted.Count, canRecover: text is not null, options.Json);
        return (int)ExitCode.Done;
    }

    /// <summary>An abandon that was killed at its very end: all that is left to do is to forget the backup.</summary>
    private async Task<bool> IsAbandonedAsync(RepositoryFacts facts, PlanBackupText? earlier, PlanBackupText? backup) =>
        earlier is not null && (backup is null || (await git.AskAsync(
            new GitCall(facts.CommonDirectory, "merge-base", "--is-ancestor", backup.Commit, earlier.Commit),
            CancellationToken.None)).Succeeded);

    /// <summary>What served the plan's way to its branch and has no more use.</summary>
    private async Task ForgetAsync(RepositoryFacts facts, string planId)
    {
        if (await LandingRecord.FindAsync(git, facts, planId, CancellationToken.None) is { } landing)
        {
            await landing.DeleteAsync(git, facts, CancellationToken.None);
        }
        await backups.DeleteAsync(facts, planId, CancellationToken.None);
    }

    private void Show(NamedPlan plan, PlanWork work, int commits, IReadOnlyList<StatusEntry> uncommitted, bool canRecover)
    {
        narrator.Step($"abandoning {plan.Id} removes:");
        if (plan.File is { } file)
        {
            narrator.Step($"- plan {file}");
        }
        if (work.Admin is not null)
        {
            var more = uncommitted.Count > ShownPaths ? ", …" : "";
            var paths = string.Join(", ", uncommitted.Take(ShownPaths).Select(entry => entry.Path));
            var files = uncommitted.Count == 0
                ? "nothing uncommitted"
                : $"{Files(uncommitted.Count)} not committed: {paths}{more}";
            narrator.Step($"- worktree {work.Path} ({(work.HasFolder ? files : "its folder is gone already")})");
        }
        if (work.BranchTip is { } tip)
        {
            var since = work.BaseSha is { } start ? $" since {ObjectId.Short(start)}" : "";
            narrator.Step($"- branch {work.PlanId} at {ObjectId.Short(tip)} ({Commits(commits)}{since})");
        }
        narrator.Step(canRecover
            ? $"all of it is kept; 'lw_coder recover-plan {plan.Id}' brings it back"
            : $"there is no plan to keep; the work is kept under {RescueRef.Prefix}");
    }

    private bool IsAllowed(NamedPlan plan) => ask is null
        ? throw new UserError(
            $"plan {plan.Id} would be abandoned as shown above, and nobody is here to be asked",
            "add --yes", ExitCode.NeedsPerson)
        : ask($"Abandon plan {plan.Id}?");

    private static string Files(int count) => Counted(count, "file");

    private static string Commits(int count) => Counted(count, "commit");

    private static string Counted(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
