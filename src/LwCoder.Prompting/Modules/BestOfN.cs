using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>Tries a module several times and returns the best answer; all are in <see cref="Prediction.Trials"/>.</summary>
/// <param name="module">What is tried.</param>
/// <param name="reward">What an answer is worth.</param>
/// <param name="sampling">How often; null: three times.</param>
public sealed class BestOfN(PromptModule module, Reward reward, SamplingOptions? sampling = null) : PromptModule
{
    /// <inheritdoc/>
    public override Signature Signature => module.Signature;

    /// <inheritdoc/>
    public override IReadOnlyList<Predict> Predictors => module.Predictors;

    /// <inheritdoc/>
    public override PromptModule Replace(Func<Predict, Predict> change) => new BestOfN(module.Replace(change), reward, sampling);

    /// <inheritdoc/>
    public override Task<Prediction> RunAsync(
        FieldValues inputs, CallOptions? options = null, CancellationToken cancel = default) =>
        Sampler.RunAsync(module, reward, sampling ?? new SamplingOptions(), inputs, options ?? CallOptions.Default,
            learn: (_, next) => next, cancel);
}
