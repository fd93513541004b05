using System.Diagnostics.CodeAnalysis;
using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Modules;

/// <summary>
/// Asks a model to carry out one signature. An answer that cannot be read is shown to the model once, with the reason;
/// then the other layout is tried once; then it is an error with everything the model wrote. At most three calls, and
/// never a default in place of an answer.
/// </summary>
public sealed class Predict : PromptModule
{
    private readonly IChatClient _client;

    /// <summary>A predictor.</summary>
    /// <param name="signature">What is asked.</param>
    /// <param name="client">Who is asked; its layers decide on cache, budget and log.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="FieldException">A demo does not fit the signature.</exception>
    public Predict(Signature signature, IChatClient client, PredictOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(client);
        Signature = signature;
        _client = client;
        var given = options ?? new PredictOptions();
        Options = given with { Demos = [.. given.Demos.Select(Fit)] };
    }

    /// <inheritdoc/>
    public override Signature Signature { get; }

    /// <summary>How it asks.</summary>
    public PredictOptions Options { get; }

    /// <summary>Its name in logs, scripts and saved programs: its signature's.</summary>
    public string Name => Signature.Name;

    /// <summary>A predictor for two records, with the signature they declare.</summary>
    /// <exception cref="ArgumentException">A parameter has a type that no field can hold.</exception>
    public static Typed<TIn, TOut> For<
        [DynamicallyAccessedMembers(RecordShape.Members)] TIn,
        [DynamicallyAccessedMembers(RecordShape.Members)] TOut>(IChatClient client, PredictOptions? options = null) =>
        new Predict(Signature.Of<TIn, TOut>(), client, options).Typed<TIn, TOut>();

    /// <inheritdoc/>
    public override IReadOnlyList<Predict> Predictors => [this];

    /// <inheritdoc/>
    public override PromptModule Replace(Func<Predict, Predict> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change(this);
    }

    /// <summary>The same predictor with another task.</summary>
    public Predict WithInstructions(string instructions) => new(Signature.WithInstructions(instructions), _client, Options);

    /// <summary>The same predictor with other options.</summary>
    public Predict WithOptions(PredictOptions options) => new(Signature, _client, options);

    /// <summary>The same predictor with one more rule.</summary>
    public Predict With(Assertion assertion) => WithOptions(Options with { Assertions = [.. Options.Assertions, assertion] });

    /// <summary>The messages of the first call, to look at or to take elsewhere.</summary>
    public IReadOnlyList<ChatMessage> Preview(FieldValues inputs, CallOptions? options = null)
    {
        var profile = ModelProfile.Of(_client);
        return First(profile).Format(Prompt(Signature.FitInputs(inputs), options ?? CallOptions.Default));
    }

    /// <inheritdoc/>
    public override async Task<Prediction> RunAsync(
        FieldValues inputs, CallOptions? options = null, CancellationToken cancel = default)
    {
        var prompt = Prompt(Signature.FitInputs(inputs), options ?? CallOptions.Default);
        var prediction = await AnswerAsync(prompt, options ?? CallOptions.Default, cancel).ConfigureAwait(false);
        options?.OnCall?.Invoke(new PredictorCall(Name, prompt.Inputs, prediction.Outputs));
        return prediction;
    }

    private async Task<Prediction> AnswerAsync(PromptInput prompt, CallOptions options, CancellationToken cancel)
    {
        var profile = ModelProfile.Of(_client);
        var first = First(profile);
        var talk = new Conversation(_client, Signature, Options, prompt, options);
        try
        {
            return await talk.AskAsync(first, profile, isRepairable: true, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is UnreadableException or ModelException { Kind: ModelErrorKind.SchemaUnsupported })
        {
            return await FallBackAsync(talk, first == Adapter.Json ? Adapter.Sections : Adapter.Json, cancel)
                .ConfigureAwait(false);
        }
    }

    private async Task<Prediction> FallBackAsync(Conversation talk, Adapter other, CancellationToken cancel)
    {
        // Asked anew: the failure may have taught the client that its model takes no schemas.
        var profile = ModelProfile.Of(_client);
        try
        {
            return await talk.AskAsync(other, profile, isRepairable: false, cancel).ConfigureAwait(false);
        }
        catch (UnreadableException error)
        {
            talk.Forget();
            var model = profile.Defaults.ModelId ?? "The model";
            throw new AnswerException(
                $"{model} did not answer {Name} as asked in {talk.RawTexts.Count} tries. Last problem: {error.Message}",
                talk.RawTexts, error.InnerException)
            { Usage = talk.Usage };
        }
    }

    private Adapter First(ModelProfile profile) =>
        Options.Adapter ?? (profile.SupportsJsonSchema ? Adapter.Json : Adapter.Sections);

    private PromptInput Prompt(FieldValues inputs, CallOptions options) => new(Signature, inputs)
    {
        Demos = Options.Demos,
        Constraints = [.. Options.Assertions.Select(assertion => assertion.Constraint)],
        Advice = options.Advice,
    };

    private Example Fit(Example demo) => demo with
    {
        Inputs = Signature.FitInputs(demo.Inputs),
        Outputs = Signature.FitOutputs(demo.Outputs),
    };
}
