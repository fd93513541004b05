using LwCoder.Git;
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
    RepositoryReader repositories,
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
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        // Side by side whatever needs nothing of the other; docker takes longest to answer.
        var reading = options.Plan is { } named ? ReadPlanAsync(named) : null;
        var context = setup.Read(options.Session, repository, workingDirectory);
        var choice = PromptChoice.Decide(context.Settings, context.Agent.Tool, context.Models);
        var checking = Task.Run(() => context.Sandbox.CheckAsync(cancel), cancel);
        var loading = Task.Run(() => LoadPromptsAsync(context, cancel), cancel);
        // Nothing that may write goes on behind an error, and of several errors the plan's is told.
        await Task.WhenAll(reading ?? Task.CompletedTask, checking, loading)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reading is null)
        {
            // Only what can be started is written down: to try again would make another plan.
            setup.RequireTrust(context with { Protection = await checking }, options.Session);
            await loading;
            reading = ReadPlanAsync(await quickFix.WriteAsync(repository, options.Text!, cancel));
        }
        var plan = await plans.SettleStartAsync(repository, await reading, options.RebasePlan, cancel);
        context = context with { Protection = await checking };
        setup.Describe(context);
        setup.RequireTrust(context, options.Session);

        var run = await CarryOutAsync(context, choice, loading, plan, options.Recovers, cancel);
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

        Task<OpenPlan> ReadPlanAsync(string name) =>
            Task.Run(() => plans.ReadAsync(repository, name, workingDirectory, cancel), cancel);
    }

    private Task<RunPrompts> LoadPromptsAsync(SessionContext context, CancellationToken cancel) =>
        PromptPipeline.ActiveAsync(context.StateFolder, context.Agent, context.Model, narrator.Notice, cancel);

    private async Task<FinishedRun> CarryOutAsync(
        SessionContext context, PromptChoice prompts, Task loading, OpenPlan plan, RunDirectory? failed, CancellationToken cancel)
    {
        narrator.Step($"Plan validation succeeded for {plan.Path}");
        // What is wrong with the prompts is said before anything is made.
        await loading;

        using var lease = await RunLease.TakeAsync(context.Runs, plan.Id, ProcessIdentity.Current, cancel);
        await recovery.SweepAsync(context.Runs, cancel);
        Prune(context.Runs);

        // Beside git.
        var searching = Task.Run(() => KilledRuns.Unfinished(context.Runs, plan.Id), cancel);
        var worktree = await worktrees.EnsureAsync(context.Repository, plan.Start, cancel);
        var killed = await searching;
        worktree = await recovery.CollectAsync(context.Repository, context.Runs, worktree, killed, cancel);
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
