using LwCoder.Configuration;
using LwCoder.Evaluation.Feedback;
using LwCoder.Git;
using LwCoder.Hooks;
using LwCoder.Plans;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Eval;

/// <summary>
/// The story of `eval`: what is known of a plan's change becomes evidence, and evidence a sample to learn from.
/// </summary>
internal sealed class EvalHandler(
    RepositoryReader repositories,
    SessionSetup setup,
    WorkDesk works,
    PlanEvaluation evaluation,
    EvalReport report,
    Narrator narrator)
{
    public async Task<int> RunAsync(EvalOptions options, string workingDirectory, CancellationToken cancel)
    {
        // Before anything is paid for.
        options = options with
        {
            Feedback = options.Feedback is { } argument ? FeedbackSource.FromArgument(argument, workingDirectory) : null,
        };
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        var state = StateFolder.Of(repository.Root);
        var (plans, runs) = (PlanCatalog.In(state), RunCatalog.In(state));
        List<string> chosen = options.Plan is { } named ? [plans.Resolve(named, workingDirectory)] : [.. Implemented(plans)];
        if (chosen.Count == 0)
        {
            narrator.Notice("no plan is implemented, so there is nothing to evaluate");
        }
        var evaluated = new List<EvaluatedPlan>();
        var refused = new List<RefusedPlan>();
        foreach (var file in chosen)
        {
            try
            {
                evaluated.Add(await EvaluateAsync(file, plans, runs, options, workingDirectory, cancel));
            }
            catch (UserError error) when (options.All)
            {
                refused.Add(new RefusedPlan(PlanPath.Shown(file, workingDirectory), error));
                narrator.Warn($"{refused[^1].File} was not evaluated: {error.Message}");
            }
        }
        report.Write(evaluated, refused, options);
        return (int)CodeOf(evaluated, refused, options);
    }

    private async Task<EvaluatedPlan> EvaluateAsync(
        string file, PlanCatalog plans, RunCatalog runs, EvalOptions options, string workingDirectory, CancellationToken cancel)
    {
        var plan = PlanFile.Read(file, workingDirectory).Plan;
        plans.RequireUnique(plan, workingDirectory);
        var run = runs.List(plan.Id.Value).FirstOrDefault(run => File.Exists(run.TraceFile));
        var manifest = run?.TryReadManifest();
        var context = await setup.ReadAsync(
            options.Session with
            {
                Tool = options.Session.Tool ?? manifest?.Tool,
                Sandbox = options.Session.Sandbox ?? manifest?.Sandbox,
            },
            workingDirectory, cancel);
        if (options.Talk)
        {
            FeedbackTalk.Require(context, plan.Id.Value);
        }

        EvaluatedPlan evaluated;
        // The worktree holds still meanwhile, and nobody else writes the same evidence.
        using (await RunLease.TakeAsync(context.Runs, plan.Id.Value, ProcessIdentity.Current, cancel))
        {
            // The lease may be that of a `code` that was killed: its work belongs to the change.
            await works.OpenAsync(
                context.Repository, context.Runs, plan.Id.Value, plan.HasPlaceholderSha ? null : plan.GitSha, cancel);
            narrator.Step($"evaluating {plan.Id}");
            evaluated = await evaluation.RunAsync(context, plan, run, options, cancel);
        }
        // What failed in part was told when it did.
        foreach (var (step, error, _) in evaluated.Failures.Where(failure => !failure.IsPartial))
        {
            narrator.Warn($"{step}: {error.Message}" + (error.Hint is { } hint ? $" (fix: {hint})" : ""));
        }
        await TellHooksAsync(context, plan, evaluated, cancel);
        return evaluated;
    }

    private static IEnumerable<string> Implemented(PlanCatalog plans) =>
        plans.Files().Order(StringComparer.Ordinal).Where(file => PlanHead.ReadSummary(file)?.Status is { } status
            && PlanStatusWords.Parse(status) == PlanStatus.Implemented);

    private static Task TellHooksAsync(SessionContext context, Plan plan, EvaluatedPlan evaluated, CancellationToken cancel) =>
        context.Hooks.RunAsync(
            HookEvent.EvalComplete,
            new HookVariables
            {
                RepoRoot = context.Repository.Root,
                PlanId = plan.Id.Value,
                PlanPath = plan.Path,
                RunDirectory = evaluated.Folder.Path,
                TrainingDataDirectory = evaluated.Sample is { Missing.Count: 0 } sample ? sample.Folder : "",
                Outcome = evaluated.Failures.Count == 0 ? "complete" : "incomplete",
                Reason = string.Join("; ", evaluated.Failures.Select(failure => $"{failure.Step}: {failure.Error.Message}")),
            },
            cancel);

    /// <summary>Low scores and failing tests are evidence like any other, unless the command line asks for more.</summary>
    private static ExitCode CodeOf(List<EvaluatedPlan> evaluated, List<RefusedPlan> refused, EvalOptions options) =>
        evaluated.Any(plan => plan.Fails(options)) ? ExitCode.ChecksFailed
        : refused.FirstOrDefault()?.Error.ExitCode
        ?? evaluated.SelectMany(plan => plan.Failures).FirstOrDefault(failure => !failure.IsPartial)?.Error.ExitCode
        ?? ExitCode.Done;
}
