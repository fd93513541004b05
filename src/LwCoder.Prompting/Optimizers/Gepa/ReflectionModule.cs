using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// Sends one message and takes the reply as it is. The other modules wrap what they ask into a layout of their own; a
/// reflection template is the whole message.
/// </summary>
internal sealed class ReflectionModule(IChatClient client) : PromptModule
{
    public const string Prompt = "prompt";
    public const string Reply = "reply";

    private const string Name = "reflect";

    public override Signature Signature { get; } =
        new(Name, "Rewrite a text.", [Field.String(Prompt)], [Field.String(Reply)]);

    public override IReadOnlyList<Predict> Predictors => [];

    public override PromptModule Replace(Func<Predict, Predict> change) => this;

    public override async Task<Prediction> RunAsync(
        FieldValues inputs, CallOptions? options = null, CancellationToken cancel = default)
    {
        var request = new ChatOptions { Temperature = options?.Temperature }
            .WithRolloutId(options?.RolloutId).WithSignature(Name);
        var response = await client.GetResponseAsync(inputs.String(Prompt), request, cancel).ConfigureAwait(false);
        var usage = Usage.Of(response);
        return response.FinishReason != ChatFinishReason.Length
            ? new Prediction(FieldValues.Of((Reply, response.Text)), response.Text, usage)
            : throw new ModelException(ModelErrorKind.CutOff, "The new text ended at the token limit before it was complete.")
            { Body = response.Text, Usage = usage };
    }
}
