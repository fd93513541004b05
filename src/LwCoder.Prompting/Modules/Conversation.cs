using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Modules;

/// <summary>The calls of one prediction: what was written and consumed so far, whichever layout was used.</summary>
internal sealed class Conversation(
    IChatClient client, Signature signature, PredictOptions options, PromptInput prompt, CallOptions call)
{
    private readonly List<string> _rawTexts = [];

    public Usage Usage { get; private set; } = Models.Usage.None;

    public IReadOnlyList<string> RawTexts => _rawTexts;

    /// <summary>Asks in one layout until the answer can be read and keeps the rules.</summary>
    /// <exception cref="UnreadableException">It cannot be read, also after the one repair that <paramref name="isRepairable"/>
    /// allows.</exception>
    public async Task<Prediction> AskAsync(Adapter adapter, ModelProfile profile, bool isRepairable, CancellationToken cancel)
    {
        var messages = adapter.Format(prompt).ToList();
        for (int unreadable = 0, broken = 0; ;)
        {
            var raw = await SendAsync(messages, adapter.ResponseFormat(signature, profile), cancel).ConfigureAwait(false);
            FieldValues outputs;
            try
            {
                outputs = adapter.ReadOutputs(signature, raw);
            }
            catch (FieldException error)
            {
                if (!isRepairable || unreadable++ > 0)
                {
                    throw new UnreadableException(error);
                }
                messages.AddRange(adapter.FormatRepair(signature, raw, error.Message));
                continue;
            }
            var breaches = options.Assertions.Where(rule => !rule.Holds(prompt.Inputs, outputs)).ToList();
            if (breaches.Count == 0 || broken++ == options.AssertionRetries)
            {
                return Conclude(outputs, raw, breaches);
            }
            var rules = string.Join("; ", breaches.Select(rule => rule.Constraint));
            messages.AddRange(adapter.FormatRepair(signature, raw, $"It breaks: {rules}"));
        }
    }

    private async Task<string> SendAsync(List<ChatMessage> messages, ChatResponseFormat? format, CancellationToken cancel)
    {
        var response = await AnswerAsync(messages, format, cancel).ConfigureAwait(false);
        Usage += Models.Usage.Of(response);
        _rawTexts.Add(response.Text);
        // What ends at the limit would end there again: no repair helps, more room does.
        return response.FinishReason != ChatFinishReason.Length
            ? response.Text
            : throw new ModelException(ModelErrorKind.CutOff,
                $"The answer to {signature.Name} ended at the token limit before it was complete.", "Raise the limit on tokens.")
            { Body = response.Text, Usage = Usage };
    }

    private async Task<ChatResponse> AnswerAsync(List<ChatMessage> messages, ChatResponseFormat? format, CancellationToken cancel)
    {
        try
        {
            return await client.GetResponseAsync(messages, Request(format), cancel).ConfigureAwait(false);
        }
        catch (ModelException error) when (_rawTexts.Count > 0)
        {
            throw error.After(Usage);
        }
    }

    private Prediction Conclude(FieldValues outputs, string raw, List<Assertion> breaches)
    {
        var required = breaches.Where(rule => rule.IsRequired).Select(rule => rule.Constraint).ToList();
        if (required.Count > 0)
        {
            throw new AssertionException(signature.Name, required, outputs, raw) { Usage = Usage };
        }
        return new Prediction(outputs, raw, Usage) { Warnings = [.. breaches.Select(rule => rule.Constraint)] };
    }

    private ChatOptions Request(ChatResponseFormat? format) => new ChatOptions
    {
        ModelId = options.Model,
        Temperature = call.Temperature ?? options.Temperature,
        MaxOutputTokens = options.MaxTokens,
        ResponseFormat = format,
    }.WithRolloutId(call.RolloutId).WithSignature(signature.Name);
}
