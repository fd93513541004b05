using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicApi : ModelApi
{
    public override string PathEnd => "/messages";

    public override Conversation Read(JsonObject body)
    {
        var messages = Objects(body["messages"]).ToList();
        var blocks = messages.SelectMany(message => Objects(message["content"]));
        return new Conversation(
            Objects(body["tools"]).ToDictionary(tool => (string)tool["name"]!, tool => tool["input_schema"] as JsonObject ?? []),
            blocks.Count(block => (string?)block["type"] == "tool_result"),
            Conversation.TextOf(body["system"]),
            [.. messages.Where(message => (string?)message["role"] == "user").Select(message => Spoken(message["content"]))]);
    }

    public override JsonObject Error(string type, string message) =>
        new() { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = message } };

    public override JsonObject Whole(JsonObject body, Reply reply) =>
        Message(body, [.. Parts(reply).Select(Block)], StopReason(reply), OutputTokens);

    public override IEnumerable<ServerEvent> Stream(JsonObject body, Reply reply)
    {
        yield return ServerEvent.Typed(
            new() { ["type"] = "message_start", ["message"] = Message(body, [], stopReason: null, outputTokens: 1) });
        foreach (var (index, part) in Parts(reply).Index())
        {
            yield return ServerEvent.Typed(
                new() { ["type"] = "content_block_start", ["index"] = index, ["content_block"] = Empty(Block(part)) });
            foreach (var delta in Deltas(part))
            {
                yield return ServerEvent.Typed(new() { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta });
            }
            yield return ServerEvent.Typed(new() { ["type"] = "content_block_stop", ["index"] = index });
        }
        yield return ServerEvent.Typed(new()
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = StopReason(reply), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = OutputTokens },
        });
        yield return ServerEvent.Typed(new() { ["type"] = "message_stop" });
    }

    /// <summary>What a user message says, without the tool results it carries.</summary>
    private static string Spoken(JsonNode? content) => content is JsonArray
        ? string.Join('\n', Objects(content).Where(block => (string?)block["type"] == "text").Select(Conversation.TextOf))
        : Conversation.TextOf(content);

    private static JsonObject Message(JsonObject body, JsonArray content, string? stopReason, int outputTokens) => new()
    {
        ["id"] = NewId("msg_"),
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = Model(body),
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = InputTokens,
            ["output_tokens"] = outputTokens,
            ["cache_read_input_tokens"] = CachedTokens,
            ["cache_creation_input_tokens"] = 0,
        },
    };

    /// <summary>A content block each.</summary>
    private static IEnumerable<Reply> Parts(Reply reply) =>
        reply is ToolCallReply { Say: { } words } ? [new TextReply(words), reply] : [reply];

    private static string StopReason(Reply reply) => reply is ToolCallReply ? "tool_use" : "end_turn";

    private static JsonObject Block(Reply reply) => reply switch
    {
        ToolCallReply call => new()
        {
            ["type"] = "tool_use",
            ["id"] = NewId("toolu_"),
            ["name"] = call.Tool,
            ["input"] = call.Arguments.DeepClone(),
        },
        TextReply text => new() { ["type"] = "text", ["text"] = text.Text },
        _ => throw new NotSupportedException($"{reply}"),
    };

    /// <summary>A block as its stream begins, before the deltas.</summary>
    private static JsonObject Empty(JsonObject block)
    {
        var empty = (JsonObject)block.DeepClone();
        if (empty.ContainsKey("input"))
        {
            empty["input"] = new JsonObject();
        }
        else
        {
            empty["text"] = "";
        }
        return empty;
    }

    private static IEnumerable<JsonObject> Deltas(Reply reply) => reply switch
    {
        ToolCallReply call => Pieces(call.Arguments.ToJsonString())
            .Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }),
        TextReply text => Pieces(text.Text).Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece }),
        _ => throw new NotSupportedException($"{reply}"),
    };
}
