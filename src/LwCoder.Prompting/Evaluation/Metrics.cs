using LwCoder.Prompting.Modules;

namespace LwCoder.Prompting.Evaluation;

/// <summary>Metrics that come up again and again.</summary>
public static class Metrics
{
    /// <summary>1 if the output equals the example's, else 0; text without regard to case and outer space.</summary>
    /// <param name="field">The output to compare.</param>
    public static Metric Exact(string field) => (example, prediction, _) =>
    {
        var (wanted, found) = (example.Outputs[field], prediction[field]);
        var equal = wanted is string text && found is string other
            ? string.Equals(text.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase)
            : Signatures.FieldValues.Of((field, wanted)).Equals(Signatures.FieldValues.Of((field, found)));
        return ValueTask.FromResult<Score>(equal);
    };

    /// <summary>A metric that needs no waiting.</summary>
    public static Metric From(Func<Signatures.Example, Prediction, Score> score) =>
        (example, prediction, _) => ValueTask.FromResult(score(example, prediction));
}
