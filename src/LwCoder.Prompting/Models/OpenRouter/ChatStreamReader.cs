using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>
/// Server-sent events of one answer, event by event. Text comes out as it arrives; tool calls, which arrive in
/// pieces, when the answer ends. <see cref="Finish"/> refuses an answer that did not end.
/// </summary>
internal sealed class ChatStreamReader(OpenRouterOptions options)
{
    private readonly SortedDictionary<long, PartialCall> _calls = [];
    private readonly StringBuilder _refusal = new();
    private ChatFinishReason? _finishReason;
    private JsonElement? _usage;
    private string? _model;
    private string? _id;
    private bool _done;
    private int _length;

    /// <summary>Reads one line of the stream; null when it carries no text.</summary>
    /// <exception cref="ModelException">The provider reports an error, or the answer grew too long.</exception>
    public ChatResponseUpdate? Line(string line)
    {
        if (!line.StartsWith("data:", StringComparison.Ordinal))
        {
            return null;
        }
        var data = line.AsSpan(5).Trim();
        if (data is "[DONE]")
        {
            _done = true;
            return null;
        }
        using var document = Parse(data.ToString());
        var root = document.RootElement;
        ProviderError.ThrowIfPresent(root, options);
        _id ??= ChatResponseJson.Text(root, "id");
        _model ??= ChatResponseJson.Text(root, "model");
        _usage = ChatResponseJson.Get(root, "usage")?.Clone() ?? _usage;
        if (ChatResponseJson.FirstChoice(root) is not { } choice)
        {
            return null;
        }
        ProviderError.ThrowIfPresent(choice, options);
        _finishReason = ChatResponseJson.FinishReason(ChatResponseJson.Text(choice, "finish_reason")) ?? _finishReason;
        return ChatResponseJson.Get(choice, "delta") is { } delta ? Delta(delta) : null;
    }

    /// <summary>The last update: tool calls, usage, cost.</summary>
    /// <exception cref="ModelException">The stream ended before the answer did, or there is nothing in it.</exception>
    public ChatResponseUpdate Finish()
    {
        if (!_done && _finishReason is null)
        {
            throw new ModelException(ModelErrorKind.Transport,
                $"{options.Provider.BaseUrl.Host} cut the answer off in the middle.", "Try again.");
        }
        var contents = new List<AIContent>();
        contents.AddRange(_calls.Values.Select(call => ToolJson.Call(call.Id, call.Name, call.Arguments.ToString())));
        var usage = ChatResponseJson.ReadUsage(_usage);
        if (usage is not null)
        {
            contents.Add(new UsageContent(usage));
        }
        var (cost, source) = ChatResponseJson.ReadCost(_usage, usage, options.Price);
        var update = Update(contents);
        update.FinishReason = _finishReason;
        update.AdditionalProperties = [];
        update.AdditionalProperties.SetCost(cost, source);
        if (_length == 0 || _refusal.Length > 0 || _finishReason == ChatFinishReason.ContentFilter)
        {
            AnswerCheck.ThrowIfUnusable(new[] { update }.ToChatResponse(), _refusal.ToString(), options);
        }
        return update;
    }

    private ChatResponseUpdate? Delta(JsonElement delta)
    {
        foreach (var piece in ChatResponseJson.Items(delta, "tool_calls"))
        {
            Add(piece);
        }
        _refusal.Append(ChatResponseJson.Text(delta, "refusal"));
        var contents = new List<AIContent>();
        if (ChatResponseJson.ReasoningText(delta) is { Length: > 0 } thought)
        {
            contents.Add(new TextReasoningContent(thought));
        }
        if (ChatResponseJson.ContentText(delta) is { Length: > 0 } text)
        {
            _length += text.Length;
            contents.Add(new TextContent(text));
        }
        if (_length > options.MaxAnswerLength)
        {
            throw AnswerCheck.TooLarge(options);
        }
        return contents.Count == 0 ? null : Update(contents);
    }

    private void Add(JsonElement piece)
    {
        var index = ChatResponseJson.Number(piece, "index") ?? _calls.Count;
        if (!_calls.TryGetValue(index, out var call))
        {
            _calls[index] = call = new PartialCall();
        }
        call.Id = ChatResponseJson.Text(piece, "id") ?? call.Id;
        var function = ChatResponseJson.Get(piece, "function") ?? default;
        call.Name = ChatResponseJson.Text(function, "name") is { Length: > 0 } name ? name : call.Name;
        call.Arguments.Append(ChatResponseJson.Text(function, "arguments"));
    }

    private ChatResponseUpdate Update(IList<AIContent> contents) =>
        new(ChatRole.Assistant, contents) { ResponseId = _id, MessageId = _id, ModelId = _model };

    private JsonDocument Parse(string data)
    {
        try
        {
            return JsonDocument.Parse(data);
        }
        catch (JsonException error)
        {
            var host = options.Provider.BaseUrl.Host;
            throw new ModelException(ModelErrorKind.Transport,
                $"{host} sent an event that is not JSON; the stream is cut or altered.", "Try again.", error)
            { Body = ProviderError.Excerpt(data) };
        }
    }

    private sealed class PartialCall
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
