using LwCoder.Prompting.Evaluation;
using LwCoder.Prompting.Modules;

namespace LwCoder.Optimization.Classifier;

/// <summary>Mostly whether it is right; the rest, Brier's score, is best for one who says how sure it really is.</summary>
internal static class ClassifierMetric
{
    public const double RightShare = 0.7;

    public static readonly Metric Value = Metrics.From((example, prediction) =>
    {
        var (wanted, said) =
            (example.Outputs.String(ClassifierExamples.Category), prediction.Outputs.String(ClassifierExamples.Category));
        var confidence = prediction.Outputs.Number("confidence");
        var right = wanted == said ? 1.0 : 0.0;
        var score = (RightShare * right) + ((1 - RightShare) * (1 - ((confidence - right) * (confidence - right))));
        return new Score(score, right > 0
            ? FormattableString.Invariant($"Right, with confidence {confidence:0.##}.")
            : FormattableString.Invariant($"Wrong: it is {wanted}, and not {said} (confidence {confidence:0.##})."));
    });
}
