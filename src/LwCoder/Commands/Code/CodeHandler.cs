using LwCoder.Plans;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Code;

/// <summary>The story of `code`: a plan becomes a worktree, a run, a session, and a change to look at.</summary>
internal sealed class CodeHandler(
    SessionSetup setup,
    QuickFix quickFix,
    PlanDesk plans,
    WorktreeManager worktrees,
    RunRecovery recovery,
    CodeAttempts attempts,
    CodeReport report,
    Narrator narrator,
    TimeProvider time)
{
    public async Task<int> RunAsync(CodeOptions options, string workingDirectory, CancellationToken cancel)
    {
        var context = await setup.ReadAsync(options.Session, workingDirectory, cancel);
        var prompts = PromptChoice.Decide(context.Settings, context.Agent.Tool, context.Models);
        // Side by side: docker needs longer to answer than reading the plan takes.
        var checking = context.Sandbox.CheckAsync(cancel);
        var name = options.Plan;
        if (name is null)
        {
            // Only what can be started is written down: to try again would make another plan.
            setup.RequireTrust(context with { Protection = await checking }, options.Session);
            await ReadPromptsAsync(context, cancel);
            name = await quickFix.WriteAsync(context.Repository, options.Text!, cancel);
        }
        var opening = plans.OpenAsync(context, name, options.RebasePlan, cancel);
        await Task.WhenAll(opening, checking);
        var plan = await opening;
        context = context with { Protection = await checking };
        setup.Describe(context);
        setup.RequireTrust(context, options.Session);

        var run = await CarryOutAsync(context, prompts, plan, options.Recovers, cancel);
        if (run.Broken is null || options.Json)
        {
            report.Write(run, plan, options.Json);
        }
        // After the lease is given back: a hook may well call lw_coder on the same plan.
        await RunHooks.TellAsync(context, plan, run, cancel);
        if (run.Broken is not null)
        {
            throw run.Broken;
        }
        return run.Manifest.ExitCode ?? (int)ExitCode.Failed;
    }

    private Task<RunPrompts> ReadPromptsAsync(SessionContext context, CancellationToken cancel) =>
        PromptPipeline.ActiveAsync(context.StateFolder, context.Agent, context.Model, narrator.Notice, cancel);

    private async Task<FinishedRun> CarryOutAsync(
        SessionContext context, PromptChoice prompts, OpenPlan plan, RunDirectory? failed, CancellationToken cancel)
    {
        narrator.Step($"Plan validation succeeded for {plan.Path}");
        // What is wrong with the prompts is said before anything is made.
        await ReadPromptsAsync(context, cancel);

        using var lease = await RunLease.TakeAsync(context.Runs, plan.Id, ProcessIdentity.Current, cancel);
        await recovery.SweepAsync(context.Runs, cancel);
        Prune(context.Runs);

        var worktree = await worktrees.EnsureAsync(context.Repository, plan.Start, cancel);
        var killed = KilledRuns.Unfinished(context.Runs, plan.Id);
        worktree = await recovery.CollectAsync(context.Repository, context.Runs, worktree, cancel);
        foreach (var run in killed.Where(run => run.Directory.Id != failed?.Id))
        {
            await attempts.DiagnoseAsync(context, run.Directory);
        }
        narrator.Step($"Worktree prepared at: {worktree.Path}");
        foreach (var note in worktree.Notes)
        {
            narrator.Notice(note);
        }

        PlanDesk.BeginCoding(plan);
        FinishedRun? finished = null;
        try
        {
            return finished = await attempts.RunAsync(context, prompts, plan, worktree, failed, cancel);
        }
        finally
        {
            plans.EndCoding(plan, finished?.IsCompleted ?? false);
        }
    }

    private void Prune(RunCatalog runs)
    {
        var (removed, warnings) = new RunRetention(runs, time).Prune();
        if (removed.Count > 0)
        {
            narrator.Step($"removed {removed.Count} runs older than {RunRetention.Limit.TotalDays:0} days");
        }
        foreach (var warning in warnings)
        {
            narrator.Warn(warning);
        }
    }
}
