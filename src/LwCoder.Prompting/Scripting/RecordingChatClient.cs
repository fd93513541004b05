using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
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
        var line = secrets.Clean(FieldJson.Build(writer => Write(writer, signature, turn, response)));
        lock (_gate)
        {
            File.AppendAllText(path, line + "\n", Encoding.UTF8);
        }
    }

    private static void Write(Utf8JsonWriter writer, string? signature, int turn, ChatResponse response)
    {
        var usage = Usage.Of(response);
        writer.WriteStartObject();
        if (signature is not null)
        {
            writer.WriteString("signature", signature);
        }
        writer.WriteNumber("turn", turn);
        writer.WriteString("answer", response.Text);
        WriteToolCalls(writer, [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()]);
        if (response.ModelId is not null)
        {
            writer.WriteString("model", response.ModelId);
        }
        writer.WriteStartObject("usage");
        writer.WriteNumber("in", usage.InputTokens);
        writer.WriteNumber("out", usage.OutputTokens);
        writer.WriteEndObject();
        if (usage.CostSource != CostSource.Unknown)
        {
            writer.WriteNumber("cost", usage.Cost);
        }
        writer.WriteEndObject();
    }

    private static void WriteToolCalls(Utf8JsonWriter writer, IReadOnlyList<FunctionCallContent> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls.Where(call => call.Exception is null))
        {
            writer.WriteStartObject();
            writer.WriteString("name", call.Name);
            writer.WritePropertyName("arguments");
            writer.WriteRawValue(ToolJson.Arguments(call));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
