using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>One question to the proposing model, as a journal keeps it: outputs or null, and what it consumed.</summary>
internal static class ProposalCall
{
    public static async Task<FieldValues> RunAsync(PromptModule module, FieldValues inputs, int rollout, CancellationToken cancel)
    {
        try
        {
            var prediction = await module.RunAsync(inputs, new CallOptions { RolloutId = rollout }, cancel).ConfigureAwait(false);
            return Entry(prediction.Outputs, prediction.Usage);
        }
        catch (Exception error) when (error is AnswerException or AssertionException or ModelException { IsFatalForAll: false })
        {
            return Entry(null, new Trial(null, null, error).Usage);
        }
    }

    private static FieldValues Entry(FieldValues? outputs, Usage usage) =>
        FieldValues.Of(("outputs", outputs), ("usage", RolloutJson.Write(usage)));
}
