using System.Globalization;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>
/// Tries a module again with what was wrong with the last try: its answer and the reward's feedback, or the error.
/// Returns the best answer; all are in <see cref="Prediction.Trials"/>.
/// </summary>
/// <param name="module">What is tried.</param>
/// <param name="reward">What an answer is worth; its <see cref="Score.Feedback"/> is what the next try learns from.</param>
/// <param name="sampling">How often; null: three times.</param>
public sealed class Refine(PromptModule module, Reward reward, SamplingOptions? sampling = null) : PromptModule
{
    /// <inheritdoc/>
    public override Signature Signature => module.Signature;

    /// <inheritdoc/>
    public override IReadOnlyList<Predict> Predictors => module.Predictors;

    /// <inheritdoc/>
    public override PromptModule Replace(Func<Predict, Predict> change) => new Refine(module.Replace(change), reward, sampling);

    /// <inheritdoc/>
    public override Task<Prediction> RunAsync(
        FieldValues inputs, CallOptions? options = null, CancellationToken cancel = default) =>
        Sampler.RunAsync(
            module, reward, sampling ?? new SamplingOptions(), inputs, options ?? CallOptions.Default, Learn, cancel);

    private static CallOptions Learn(Trial trial, CallOptions next)
    {
        var lesson = trial.Prediction is null
            ? $"It failed: {trial.Error!.Message}"
            : string.Create(CultureInfo.InvariantCulture,
                $"It answered {trial.Prediction.Outputs.ToJson()} and scored {trial.Score!.Value.Value:0.###}.")
                + $"{Feedback(trial)} Do better.";
        return next with { Advice = next.Advice is null ? lesson : $"{next.Advice}\n{lesson}" };
    }

    private static string Feedback(Trial trial) => trial.Score!.Value.Feedback is { Length: > 0 } words ? $" {words}" : "";
}
