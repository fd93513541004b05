using LwCoder.Evaluation;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Git;
using LwCoder.Judges;
using LwCoder.Plans;
using LwCoder.Sessions;

namespace LwCoder.Training.Replays;

/// <summary>What tests and judges say of a replay's change; null where there are none.</summary>
internal sealed record ReplayFindings(TestComparisonResult? Tests, PanelResult? Panel);

/// <summary>Has a replay's change tested and judged as `eval` does it, in the replay's own repository.</summary>
/// <param name="judging">Made when the settings are known, since they say which models there are.</param>
internal sealed class ReplayEvaluation(
    SessionSetup setup, PlanChanges changes, TestComparison comparison, Func<SessionContext, ChangeJudging> judging,
    LentSecrets lent)
{
    /// <exception cref="UserError">There is no change, or the tests could not be run.</exception>
    public async Task<ReplayFindings> RunAsync(
        ReplayFolder folder, ReplayJob job, string root, SessionChoices choices, CancellationToken cancel)
    {
        var context = await setup.ReadAsync(choices, root, cancel);
        await lent.LearnAsync(context.Repository, context.Settings, context.Environment, cancel);
        var plan = PlanFile.Read(context.Plans.Resolve(job.PlanId, root), root).Plan;
        var evidence = EvaluationFolder.Of(context.Runs, job.PlanId);
        using var change = await changes.FindAsync(context.Repository, context.Runs, plan, evidence, cancel);
        if (File.Exists(folder.KnownTests))
        {
            File.Copy(folder.KnownTests, evidence.In(TestState.NameOf(TestSide.Before)), overwrite: true);
        }
        var testing = job.WithTests
            ? TestAsync(context, plan, change, evidence, choices, cancel)
            : NoneAsync<TestComparisonResult>();
        var judged = job.WithJudges ? JudgeAsync(context, plan, change, evidence, cancel) : NoneAsync<PanelResult>();
        await Task.WhenAll(testing, judged);
        if (job.WithTests)
        {
            File.Copy(evidence.In(TestState.NameOf(TestSide.Before)), folder.KnownTests, overwrite: true);
        }
        return new ReplayFindings(await testing, await judged);
    }

    private async Task<TestComparisonResult?> TestAsync(
        SessionContext context, Plan plan, PlanChange change, EvaluationFolder evidence, SessionChoices choices,
        CancellationToken cancel)
    {
        var guarded = context with { Protection = await context.Sandbox.CheckAsync(cancel) };
        setup.RequireTrust(guarded, choices);
        return await comparison.RunAsync(
            new TestComparisonRequest(guarded, plan.Id.Value, plan.Path, change, evidence, choices.Trust), _ => { }, cancel);
    }

    private async Task<PanelResult?> JudgeAsync(
        SessionContext context, Plan plan, PlanChange change, EvaluationFolder evidence, CancellationToken cancel)
    {
        var judges = JudgeFolder.Load(context.Repository.Root, context.WorkingDirectory);
        var tokens = context.Settings.Get(Configuration.EvalSettings.JudgeTokens)!.Value;
        return await judging(context).JudgeAsync(
            context.Repository, plan, change, judges, evidence, new JudgingOptions(tokens), cancel);
    }

    private static Task<T?> NoneAsync<T>()
        where T : class => Task.FromResult<T?>(null);
}
