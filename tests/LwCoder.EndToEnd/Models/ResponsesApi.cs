using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>OpenAI's responses.</summary>
internal sealed class ResponsesApi : ModelApi
{
    public override string PathEnd => "/responses";

    public override Conversation Read(JsonObject body)
    {
        var items = Objects(body["input"]).ToList();
        var messages = items.Where(item => (string?)item["type"] is null or "message")
            .ToLookup(item => (string?)item["role"] == "user", Conversation.TextOf);
        return new Conversation(
            Objects(body["tools"]).Where(tool => (string?)tool["type"] == "function")
                .ToDictionary(tool => (string)tool["name"]!, tool => tool["parameters"] as JsonObject ?? []),
            items.Count(item => (string?)item["type"] == "function_call_output"),
            string.Join('\n', messages[false].Prepend(Conversation.TextOf(body["instructions"]))),
            body["input"] is JsonValue said ? [Conversation.TextOf(said)] : [.. messages[true]]);
    }

    public override JsonObject Whole(JsonObject body, Reply reply) =>
        Response(body, NewId("resp_"), "completed", [Item(reply)]);

    public override IEnumerable<ServerEvent> Stream(JsonObject body, Reply reply)
    {
        var id = NewId("resp_");
        var item = Item(reply);
        var events = new List<JsonObject>
        {
            new() { ["type"] = "response.created", ["response"] = Response(body, id, "in_progress", []) },
            new() { ["type"] = "response.output_item.added", ["output_index"] = 0, ["item"] = Begun(item) },
        };
        events.AddRange(Content(reply, (string)item["id"]!));
        events.Add(new() { ["type"] = "response.output_item.done", ["output_index"] = 0, ["item"] = item.DeepClone() });
        events.Add(new() { ["type"] = "response.completed", ["response"] = Response(body, id, "completed", [item]) });
        return events.Select((data, index) =>
        {
            data["sequence_number"] = index;
            return ServerEvent.Typed(data);
        });
    }

    private static IEnumerable<JsonObject> Content(Reply reply, string item) => reply switch
    {
        ToolCallReply call =>
        [
            .. Pieces(call.Arguments.ToJsonString())
                .Select(piece => Part("response.function_call_arguments.delta", item, ("delta", piece))),
            Part("response.function_call_arguments.done", item, ("arguments", call.Arguments.ToJsonString())),
        ],
        TextReply text =>
        [
            TextPart("response.content_part.added", item, ("part", OutputText(""))),
            .. Pieces(text.Text).Select(piece => TextPart("response.output_text.delta", item, ("delta", piece))),
            TextPart("response.output_text.done", item, ("text", text.Text)),
            TextPart("response.content_part.done", item, ("part", OutputText(text.Text))),
        ],
        _ => throw new NotSupportedException($"{reply}"),
    };

    private static JsonObject Part(string type, string item, (string Name, JsonNode Value) fact) =>
        new() { ["type"] = type, ["item_id"] = item, ["output_index"] = 0, [fact.Name] = fact.Value };

    private static JsonObject TextPart(string type, string item, (string Name, JsonNode Value) fact)
    {
        var part = Part(type, item, fact);
        part["content_index"] = 0;
        return part;
    }

    private static JsonObject OutputText(string text) =>
        new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };

    private static JsonObject Item(Reply reply) => reply switch
    {
        ToolCallReply call => new()
        {
            ["id"] = NewId("fc_"),
            ["type"] = "function_call",
            ["status"] = "completed",
            ["call_id"] = NewId("call_"),
            ["name"] = call.Tool,
            ["arguments"] = call.Arguments.ToJsonString(),
        },
        TextReply text => new()
        {
            ["id"] = NewId("msg_"),
            ["type"] = "message",
            ["status"] = "completed",
            ["role"] = "assistant",
            ["content"] = new JsonArray(OutputText(text.Text)),
        },
        _ => throw new NotSupportedException($"{reply}"),
    };

    /// <summary>An item as its stream begins.</summary>
    private static JsonObject Begun(JsonObject item)
    {
        var begun = (JsonObject)item.DeepClone();
        begun["status"] = "in_progress";
        if (begun.ContainsKey("arguments"))
        {
            begun["arguments"] = "";
        }
        else
        {
            begun["content"] = new JsonArray();
        }
        return begun;
    }

    private static JsonObject Response(JsonObject body, string id, string status, JsonArray output) => new()
    {
        ["id"] = id,
        ["object"] = "response",
        ["created_at"] = 1_700_000_000,
        ["status"] = status,
        ["model"] = Model(body),
        ["output"] = output,
        ["tools"] = new JsonArray(),
        ["parallel_tool_calls"] = false,
        ["usage"] = status == "completed" ? Usage() : null,
    };

    private static JsonObject Usage() => new()
    {
        ["input_tokens"] = InputTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = CachedTokens },
        ["output_tokens"] = OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = InputTokens + OutputTokens,
    };
}
