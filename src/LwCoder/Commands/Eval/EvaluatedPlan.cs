using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Evaluation.Traces;
using LwCoder.Judges;
using LwCoder.Training;

namespace LwCoder.Commands.Eval;

/// <summary>What a step came to, or why it could not; both when some of it failed.</summary>
internal sealed record StepOutcome<T>(T? Value, UserError? Failure)
    where T : class;

/// <param name="IsPartial">The step came to something all the same.</param>
internal sealed record StepFailure(string Step, UserError Error, bool IsPartial)
{
    public const string Judges = "judges";

    public static StepFailure? Of<T>(string step, StepOutcome<T> outcome)
        where T : class =>
        outcome.Failure is { } error ? new StepFailure(step, error, outcome.Value is not null) : null;
}

/// <summary>A plan that could not be evaluated at all, among several.</summary>
internal sealed record RefusedPlan(string File, UserError Error);

/// <summary>Everything one evaluation has found out about a plan's change.</summary>
/// <param name="Failures">What failed, by step; the others count all the same.</param>
/// <param name="Sample">Null when there is no session to learn from, or a step that belongs to it failed.</param>
internal sealed record EvaluatedPlan(
    string PlanId, PlanChange Change, EvaluationFolder Folder, PanelRecord? Judges, TestComparisonResult? Tests,
    TraceSummaryState? Trace, HumanFeedback? Feedback, SampleExported? Sample,
    IReadOnlyList<StepFailure> Failures)
{
    /// <summary>A judge's score or the tests are not what the command line asks for.</summary>
    public bool Fails(EvalOptions options) =>
        (options.Threshold is { } least
            && (!(Judges?.WeightedScore >= least) || Failures.Any(failure => failure.Step == StepFailure.Judges)))
        || (options.RequireTests && Tests is not { IsGood: true });
}
