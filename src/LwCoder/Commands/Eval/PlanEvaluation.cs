using LwCoder.Configuration;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Evaluation.Traces;
using LwCoder.Git;
using LwCoder.Judges;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Governing;
using LwCoder.Sessions.Live;
using LwCoder.Training;

namespace LwCoder.Commands.Eval;

/// <summary>
/// The steps for one plan, whose lease is held: judges, tests and the trace's summary side by side, then a person's word, then
/// the sample. A step that fails does not take the others with it, and one whose result is known is not repeated.
/// </summary>
/// <param name="redact">Takes the secrets of this machine out of a text.</param>
/// <param name="secretsAround">The same secrets, one by one.</param>
internal sealed class PlanEvaluation(
    GitCli git,
    PlanChanges changes,
    SessionSetup setup,
    TestComparison comparison,
    FeedbackDesk feedback,
    Func<string, string> redact,
    Func<IEnumerable<Secret>> secretsAround,
    LentSecrets lent,
    SessionChronicle chronicle,
    Narrator narrator,
    TimeProvider time)
{
    public async Task<EvaluatedPlan> RunAsync(
        SessionContext context, Plan plan, RunDirectory? run, EvalOptions options, CancellationToken cancel)
    {
        var folder = EvaluationFolder.Of(context.Runs, plan.Id.Value);
        await lent.LearnAsync(context.Repository, context.Settings, context.Environment, cancel);
        var judges = JudgeFolder.Load(context.Repository.Root, context.WorkingDirectory);
        using var change = await changes.FindAsync(context.Repository, context.Runs, plan, folder, cancel);

        await using var asked = chronicle.Ask(
            context.Repository.Root, context.Models, "eval", plan.Id.Value, context.Runs.NewestOf(plan.Id.Value));
        // Not for a talk with the person, whose agent is recorded like any other.
        var asking = context with { Models = asked };
        var judging = TryAsync(() => JudgeAsync(asking, plan, change, judges, folder, options, cancel));
        var testing = TryAsync(() => TestAsync(asking, plan, change, folder, options, cancel));
        var telling = TryAsync(() => SummariseAsync(asking, run, folder, options.Force, cancel));
        await Task.WhenAll(judging, testing, telling);
        var (panel, tests, trace) = (await judging, await testing, await telling);

        var word = await TryAsync(() => feedback.AskAsync(
            new TalkEvidence(plan, change, folder, panel.Value, tests.Value), options, context, cancel));
        // What lies there of a step that failed may be of an earlier change.
        var sample = panel.Value is null || tests.Value is null
            ? new StepOutcome<SampleExported>(null, null)
            : await TryAsync(() => ExportAsync(context, plan, change, run, folder, judges, cancel));
        var failures = new[]
        {
            StepFailure.Of(StepFailure.Judges, panel), StepFailure.Of("tests", tests), StepFailure.Of("trace", trace),
            StepFailure.Of("feedback", word), StepFailure.Of("sample", sample),
        };
        return new EvaluatedPlan(
            plan.Id.Value, change, folder, panel.Value, tests.Value, trace.Value?.State, word.Value, sample.Value,
            [.. failures.OfType<StepFailure>()]);
    }

    private async Task<StepOutcome<PanelRecord>> JudgeAsync(
        SessionContext context, Plan plan, PlanChange change, IReadOnlyList<Judges.Judge> judges, EvaluationFolder folder,
        EvalOptions options, CancellationToken cancel)
    {
        var judging = new JudgingOptions(
            context.Settings.Get(EvalSettings.JudgeTokens)!.Value, options.JudgeModel, options.Repeat, options.Force);
        var key = PanelRecord.KeyOf(change, plan, judges, judging);
        if (!options.Force && PanelRecord.Read(folder, key) is { } known)
        {
            narrator.Step($"judges: known of this change, skipped ({known.Scores.Count} findings)");
            return new StepOutcome<PanelRecord>(known, null);
        }
        var paid = MeteredModels.AfterRun(context.Models, context.Settings, context.Runs, plan.Id.Value, time);
        var result = await new ChangeJudging(git, paid, redact, narrator, time)
            .JudgeAsync(context.Repository, plan, change, judges, folder, judging, cancel);
        var record = PanelRecord.Of(key, result);
        if (result.Failure is { } failed)
        {
            return new StepOutcome<PanelRecord>(result.Judgements.Any() ? record : null, failed);
        }
        record.Write(folder);
        return new StepOutcome<PanelRecord>(record, null);
    }

    private async Task<TestComparisonResult?> TestAsync(
        SessionContext context, Plan plan, PlanChange change, EvaluationFolder folder, EvalOptions options,
        CancellationToken cancel)
    {
        var guarded = context with { Protection = await context.Sandbox.CheckAsync(cancel) };
        setup.RequireTrust(guarded, options.Session);
        narrator.Step($"tests: sandbox {guarded.Protection.Description}");
        return await comparison.RunAsync(
            new TestComparisonRequest(
                guarded, plan.Id.Value, plan.Path, change, folder, options.Session.Trust, options.Force),
            Tell,
            cancel);
    }

    private void Tell(TestProgress progress)
    {
        var side = $"tests {TestSideWords.Of(progress.Side)}";
        switch (progress.Step)
        {
            case TestStep.Output:
                narrator.Detail(() => $"{side}: {TerminalText.OneLine(progress.Text, 200)}");
                break;
            case TestStep.Known:
                narrator.Step($"{side}: known of this change, skipped ({progress.Text})");
                break;
            default:
                narrator.Step($"{side}: {Words(progress.Step)}{TerminalText.OneLine(progress.Text, 200)}");
                break;
        }
    }

    private static string Words(TestStep step) => step switch
    {
        TestStep.Preparing => "preparing a checkout for ",
        TestStep.Running => "running ",
        TestStep.RunningAgain => "some failed, running once more ",
        _ => "",
    };

    private sealed record Summarised(TraceSummaryState State);

    private async Task<Summarised?> SummariseAsync(
        SessionContext context, RunDirectory? run, EvaluationFolder folder, bool force, CancellationToken cancel)
    {
        if (run is null || !File.Exists(run.TraceFile))
        {
            return null;
        }
        var state = await new TraceSummary(context.Models, redact, narrator)
            .WriteAsync(run, folder.In(SampleFiles.TraceSummary), force, cancel);
        narrator.Step(state switch
        {
            TraceSummaryState.Current => "trace summary: known of this trace, skipped",
            TraceSummaryState.WithoutNarrative => "trace summary: what can be counted",
            _ => "trace summary written",
        });
        return new Summarised(state);
    }

    private async Task<SampleExported?> ExportAsync(
        SessionContext context, Plan plan, PlanChange change, RunDirectory? run, EvaluationFolder folder,
        IReadOnlyList<Judges.Judge> judges, CancellationToken cancel)
    {
        if (run is null)
        {
            narrator.Notice("no run of this plan has a session, so there is no sample to learn from");
            return null;
        }
        return await new SampleExport(context.StateFolder).ExportAsync(
            new SampleRequest(plan.Id.Value, plan.Path, run, change.PatchFile, folder, judges, [.. secretsAround()]), cancel);
    }

    private static Task<StepOutcome<T>> TryAsync<T>(Func<Task<T?>> step)
        where T : class =>
        TryAsync(async () => new StepOutcome<T>(await step(), null));

    private static async Task<StepOutcome<T>> TryAsync<T>(Func<Task<StepOutcome<T>>> step)
        where T : class
    {
        try
        {
            return await step();
        }
        catch (UserError failure)
        {
            return new StepOutcome<T>(null, failure);
        }
    }
}
