using System.Runtime.CompilerServices;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Scripting;

/// <summary>
/// Turns live calls into a script: every answer is appended as a line that <see cref="ScriptedChatClient"/> plays back,
/// by signature and turn, without secrets. Prompts are not recorded. Failed calls are not either.
/// </summary>
/// <param name="inner">The client that asks a model.</param>
/// <param name="path">The JSON lines file; appended to, made if need be.</param>
/// <param name="secrets">What must not get into it.</param>
public sealed class RecordingChatClient(IChatClient inner, string path, SecretFilter secrets) : DelegatingChatClient(inner)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _turns = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var turn = NextTurn(options.GetSignature());
        var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        Record(options.GetSignature(), turn, response);
        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = NextTurn(options.GetSignature());
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            yield return update;
        }
        Record(options.GetSignature(), turn, updates.ToChatResponse());
    }

    private int NextTurn(string? signature)
    {
        lock (_gate)
        {
            return _turns[signature ?? ""] = _turns.GetValueOrDefault(signature ?? "") + 1;
        }
    }

    private void Record(string? signature, int turn, ChatResponse response)
    {
        var line = secrets.Clean(Describe(signature, turn, response)).ToJson();
        lock (_gate)
        {
            File.AppendAllText(path, line + "\n");
        }
    }

    private static FieldValues Describe(string? signature, int turn, ChatResponse response)
    {
        var usage = Usage.Of(response);
        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()
            .Where(call => call.Exception is null)
            .Select(call => FieldValues.Of(("name", call.Name), ("arguments", FieldValues.FromJson(ToolJson.Arguments(call)))))
            .ToList();
        var entry = new (string, object?)?[]
        {
            signature is null ? null : ("signature", signature),
            ("turn", turn),
            ("answer", response.Text),
            calls.Count == 0 ? null : ("tool_calls", calls),
            response.ModelId is null ? null : ("model", response.ModelId),
            ("usage", FieldValues.Of(("in", usage.InputTokens), ("out", usage.OutputTokens))),
            usage.CostSource == CostSource.Unknown ? null : ("cost", usage.Cost),
        };
        return FieldValues.Of([.. entry.OfType<(string, object?)>()]);
    }
}
