using System.Globalization;
using LwCoder.Commands.Shared;
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
    RescueRef rescue,
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
        var state = Path.Combine(facts.Root, ".lw_coder");
        var plan = NamedPlan.Find(new PlanCatalog(Path.Combine(state, "tasks")), options.Plan, workingDirectory);
        var runs = new RunCatalog(Path.Combine(state, "runs"));

        using var lease = await RunLease.TakeAsync(runs, plan.Id, ProcessIdentity.Current, cancel);
        var work = await works.OpenAsync(facts, runs, plan.Id, planBase: null, cancel);
        var backup = await backups.FindAsync(facts, plan.Id, cancel);
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
        var abandonment = await KeepAsync(plan, work, commits, options.Reason, runs);
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
        await backups.DeleteAsync(facts, plan.Id, CancellationToken.None);
        report.Write(plan, abandonment, commits, uncommitted.Count, canRecover: text is not null, options.Json);
        return (int)ExitCode.Done;
    }

    /// <summary>Everything of the work gets a ref of its own before anything of it goes.</summary>
    private async Task<Abandonment> KeepAsync(NamedPlan plan, PlanWork work, int commits, string? reason, RunCatalog runs)
    {
        var earlier = await backups.FindAbandonedAsync(work.Facts, plan.Id, CancellationToken.None);
        if (earlier?.Abandonment is { } begun && IsSameWork(begun, work))
        {
            return begun with { Reason = reason ?? begun.Reason };
        }
        var name = runs.List(plan.Id).FirstOrDefault()?.Id.Name ?? plan.Id;
        var snapshot = work.Open(git) is { } worktree ? await rescue.SaveAsync(worktree, name, CancellationToken.None) : null;
        var kept = snapshot;
        // A detached HEAD or a deleted branch: the snapshot may stand on another commit than the branch.
        if (work.Tip is { } tip && (snapshot is null ? commits > 0 : !await IsAncestorAsync(work.Facts, tip, snapshot)))
        {
            var tipRef = await rescue.KeepAsync(work.Facts, name, tip, CancellationToken.None);
            kept ??= tipRef;
        }
        return new Abandonment(
            reason, work.BaseSha ?? work.Tip, work.Tip, snapshot is null ? null : await CommitOfAsync(work.Facts, snapshot), kept,
            work.StartedFrom);
    }

    /// <summary>An abandon of this very work that was killed after it had kept it and begun to remove it.</summary>
    private static bool IsSameWork(Abandonment begun, PlanWork work) =>
        !work.HasFolder && begun.BranchTip is not null && (work.BranchTip is null || work.BranchTip == begun.BranchTip);

    private void Show(NamedPlan plan, PlanWork work, int commits, IReadOnlyList<StatusEntry> uncommitted, bool canRecover)
    {
        narrator.Step($"abandoning {plan.Id} removes:");
        if (plan.File is { } file)
        {
            narrator.Step($"  plan      {file}");
        }
        if (work.Admin is not null)
        {
            var more = uncommitted.Count > ShownPaths ? ", …" : "";
            var paths = string.Join(", ", uncommitted.Take(ShownPaths).Select(entry => entry.Path));
            var files = uncommitted.Count == 0 ? "nothing uncommitted" : $"{Files(uncommitted.Count)} not committed: {paths}{more}";
            narrator.Step($"  worktree  {work.Path} ({(work.HasFolder ? files : "its folder is gone already")})");
        }
        if (work.BranchTip is { } tip)
        {
            var since = work.BaseSha is { } start ? $" since {start[..8]}" : "";
            narrator.Step($"  branch    {work.PlanId} at {tip[..8]} ({Commits(commits)}{since})");
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

    private async Task<bool> IsAncestorAsync(RepositoryFacts facts, string older, string newer) =>
        (await git.AskAsync(
            new GitCall(facts.CommonDirectory, "merge-base", "--is-ancestor", older, newer), CancellationToken.None)).Succeeded;

    private async Task<string> CommitOfAsync(RepositoryFacts facts, string reference) =>
        (await git.RunAsync(facts.CommonDirectory, CancellationToken.None, "rev-parse", "--verify", reference)).Trim();

    private static string Files(int count) => Counted(count, "file");

    private static string Commits(int count) => Counted(count, "commit");

    private static string Counted(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
