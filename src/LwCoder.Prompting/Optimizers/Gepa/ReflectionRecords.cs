using System.Globalization;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>What a reflecting model is shown of a minibatch.</summary>
internal static class ReflectionRecords
{
    /// <summary>One record for each example, from the component's own last call where it made one.</summary>
    /// <param name="component">The component to rewrite.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="rollouts">What came out, in the same order.</param>
    public static IReadOnlyList<FieldValues> Of(
        string component, IReadOnlyList<Example> examples, IReadOnlyList<Rollout> rollouts) =>
        [.. examples.Zip(rollouts, (example, rollout) => Record(component, example, rollout))];

    private static FieldValues Record(string component, Example example, Rollout rollout)
    {
        var call = rollout.Calls.LastOrDefault(call => call.Predictor == component);
        return FieldValues.Of(
            ("Inputs", call?.Inputs ?? example.Inputs),
            ("Generated Outputs", call?.Outputs ?? (rollout.Outputs.Count > 0 ? rollout.Outputs : null)),
            ("Feedback", rollout.ComponentFeedback.GetValueOrDefault(component) ?? rollout.Score.Feedback ?? Bare(rollout)));
    }

    private static string Bare(Rollout rollout) =>
        string.Create(CultureInfo.InvariantCulture, $"This got a score of {rollout.Score.Value:0.####}.");
}
