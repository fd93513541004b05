using System.Diagnostics.CodeAnalysis;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Modules;

/// <summary>A predictor that lets the model write down its reasoning before the answer.</summary>
public sealed class ChainOfThought : PromptModule
{
    /// <summary>The name of the added output.</summary>
    public const string ReasoningField = "reasoning";

    private readonly Predict _predict;

    /// <summary>A predictor that reasons first.</summary>
    /// <param name="signature">What is asked; <c>reasoning</c> is added as its first output.</param>
    /// <param name="client">Who is asked.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="ArgumentException">The signature has a field called reasoning already.</exception>
    public ChainOfThought(Signature signature, IChatClient client, PredictOptions? options = null)
        : this(new Predict(WithReasoning(signature), client, options))
    {
    }

    private ChainOfThought(Predict predict) => _predict = predict;

    /// <inheritdoc/>
    public override Signature Signature => _predict.Signature;

    /// <summary>A predictor for two records, with the signature they declare.</summary>
    /// <exception cref="ArgumentException">A parameter has a type that no field can hold.</exception>
    public static Typed<TIn, TOut> For<
        [DynamicallyAccessedMembers(RecordShape.Members)] TIn,
        [DynamicallyAccessedMembers(RecordShape.Members)] TOut>(IChatClient client, PredictOptions? options = null) =>
        new ChainOfThought(Signature.Of<TIn, TOut>(), client, options).Typed<TIn, TOut>();

    /// <inheritdoc/>
    public override IReadOnlyList<Predict> Predictors => [_predict];

    /// <inheritdoc/>
    public override PromptModule Replace(Func<Predict, Predict> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new ChainOfThought(change(_predict));
    }

    /// <inheritdoc/>
    public override Task<Prediction> RunAsync(
        FieldValues inputs, CallOptions? options = null, CancellationToken cancel = default) =>
        _predict.RunAsync(inputs, options, cancel);

    private static Signature WithReasoning(Signature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return signature.WithFirstOutput(Field.String(ReasoningField, "Think step by step before you answer."));
    }
}
