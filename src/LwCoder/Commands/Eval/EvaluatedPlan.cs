using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Evaluation.Traces;
using LwCoder.Judges;
using LwCoder.Training;

namespace LwCoder.Commands.Eval;

/// <summary>What a step came to, or why it could not.</summary>
internal sealed record StepOutcome<T>(T? Value, UserError? Failure)
    where T : class;

/// <summary>Everything one evaluation has found out about a plan's change.</summary>
/// <param name="Failures">Steps that came to nothing, by name; the others count all the same.</param>
/// <param name="Sample">Null when no run of the plan has a session to learn from.</param>
internal sealed record EvaluatedPlan(
    string PlanId, PlanChange Change, EvaluationFolder Folder, PanelRecord? Judges, TestComparisonResult? Tests,
    TraceSummaryState? Trace, HumanFeedback? Feedback, SampleExported? Sample,
    IReadOnlyList<(string Step, UserError Error)> Failures)
{
    /// <summary>A judge's score or the tests are not what the command line asks for.</summary>
    public bool Fails(EvalOptions options) =>
        (options.Threshold is { } least && !(Judges?.WeightedScore >= least))
        || (options.RequireTests && Tests is not { IsGood: true });
}
