using System.Globalization;
using System.Runtime.CompilerServices;
using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Scripting;

/// <summary>
/// A model that answers from a script: for tests, demonstrations and offline work. Everything around it (cache, budget,
/// retries of an answer, evaluation) works as with a real one. Safe for parallel use.
/// </summary>
/// <param name="script">The answers.</param>
/// <param name="supportsJsonSchema">Whether it poses as a model that can be held to a schema.</param>
/// <param name="time">The clock for delays; null: the system's.</param>
public sealed class ScriptedChatClient(Script script, bool supportsJsonSchema = true, TimeProvider? time = null) : IChatClient
{
    private const string DefaultModel = "script";

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly HashSet<ScriptEntry> _used = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _turns = new(StringComparer.Ordinal);

    /// <summary>Answers that have not been given yet, repeating ones left out.</summary>
    public IReadOnlyList<ScriptEntry> Unused
    {
        get
        {
            lock (_gate)
            {
                return [.. script.Entries.Where(entry => !entry.Repeat && !_used.Contains(entry))];
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ScriptException">The script has no answer for this call.</exception>
    /// <exception cref="ModelException">The script says that the call fails.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var (entry, turn) = Take([.. messages], options.GetSignature());
        if (entry.Delay > TimeSpan.Zero)
        {
            await Task.Delay(entry.Delay, _time, cancellationToken).ConfigureAwait(false);
        }
        cancellationToken.ThrowIfCancellationRequested();
        return entry.Error is { } kind
            ? throw new ModelException(kind, $"The script says that this call fails: {kind}.")
            : Respond(entry, turn, options);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType == typeof(ModelProfile)
            ? new ModelProfile(DefaultModel, supportsJsonSchema, new ChatOptions { ModelId = DefaultModel })
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private (ScriptEntry Entry, int Turn) Take(IReadOnlyList<ChatMessage> messages, string? signature)
    {
        lock (_gate)
        {
            var turn = _turns[signature ?? ""] = _turns.GetValueOrDefault(signature ?? "") + 1;
            var entry = script.Entries.FirstOrDefault(candidate =>
                !_used.Contains(candidate)
                && (candidate.Signature is null || candidate.Signature == signature)
                && (candidate.Turn is null || candidate.Turn == turn)
                && (candidate.When is null
                    || messages.Any(message => WordsOf(message).Contains(candidate.When, StringComparison.Ordinal))))
                ?? throw new ScriptException(
                    $"The script has no answer for call {turn} of {signature ?? "a call without a signature"}. "
                    + "The last message begins: "
                    + TextTolerance.Excerpt(messages.Count == 0 ? "" : WordsOf(messages[^1]), 200));
            if (!entry.Repeat)
            {
                _used.Add(entry);
            }
            return (entry, turn);
        }
    }

    /// <summary>What tools answered is part of the conversation too.</summary>
    private static string WordsOf(ChatMessage message) => string.Join('\n', message.Contents.Select(content => content switch
    {
        TextContent text => text.Text,
        FunctionResultContent result => ToolJson.Text(result.Result),
        _ => "",
    }));

    private static ChatResponse Respond(ScriptEntry entry, int turn, ChatOptions? options)
    {
        var contents = new List<AIContent>();
        if ((entry.Answer ?? Write(entry.Outputs, options?.ResponseFormat)) is { } text)
        {
            contents.Add(new TextContent(text));
        }
        contents.AddRange(entry.ToolCalls.Select((call, index) => ToolJson.Call(
            string.Create(CultureInfo.InvariantCulture, $"call_{turn}_{index + 1}"), call.Name, call.Arguments.ToJson())));
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ModelId = entry.Model ?? DefaultModel,
            FinishReason = entry.ToolCalls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            Usage = new UsageDetails
            {
                InputTokenCount = entry.InputTokens,
                OutputTokenCount = entry.OutputTokens,
                TotalTokenCount = entry.InputTokens + entry.OutputTokens,
            },
            AdditionalProperties = [],
        };
        response.AdditionalProperties.SetCost(entry.Cost, entry.Cost is null ? CostSource.Unknown : CostSource.Billed);
        return response;
    }

    private static string? Write(FieldValues? outputs, ChatResponseFormat? format) => outputs is null
        ? null
        : format is ChatResponseFormatJson ? outputs.ToJson() : SectionText.Write(outputs);
}
