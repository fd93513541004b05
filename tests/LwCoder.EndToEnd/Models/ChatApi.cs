using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>OpenAI's chat completions, which most other providers speak too.</summary>
internal sealed class ChatApi : ModelApi
{
    public override string PathEnd => "/chat/completions";

    public override Conversation Read(JsonObject body)
    {
        var messages = Objects(body["messages"]).ToLookup(message => (string?)message["role"]);
        return new Conversation(
            Objects(body["tools"]).Select(tool => tool["function"]).OfType<JsonObject>()
                .ToDictionary(tool => (string)tool["name"]!, tool => tool["parameters"] as JsonObject ?? []),
            messages["tool"].Count(),
            string.Join('\n', messages["system"].Concat(messages["developer"]).Select(Conversation.TextOf)),
            [.. messages["user"].Select(Conversation.TextOf)]);
    }

    public override JsonObject Whole(JsonObject body, Reply reply)
    {
        var message =
            new JsonObject { ["role"] = "assistant", ["content"] = (reply as TextReply)?.Text ?? (reply as ToolCallReply)?.Say };
        if (reply is ToolCallReply call)
        {
            message["tool_calls"] = new JsonArray(Call(call, NewId("call_"), call.Arguments.ToJsonString()));
        }
        return Envelope(body, "chat.completion", NewId("chatcmpl-"), Usage(),
            new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = FinishReason(reply) });
    }

    public override IEnumerable<ServerEvent> Stream(JsonObject body, Reply reply)
    {
        var id = NewId("chatcmpl-");
        yield return Chunk(new() { ["role"] = "assistant", ["content"] = "" });
        foreach (var delta in Deltas(reply))
        {
            yield return Chunk(delta);
        }
        yield return Chunk([], FinishReason(reply));
        yield return ServerEvent.Unnamed(Envelope(body, "chat.completion.chunk", id, Usage()));
        yield return new ServerEvent(null, "[DONE]");

        ServerEvent Chunk(JsonObject delta, string? finishReason = null) => ServerEvent.Unnamed(
            Envelope(body, "chat.completion.chunk", id, usage: null,
                new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason }));
    }

    private static IEnumerable<JsonObject> Deltas(Reply reply)
    {
        if (reply is ToolCallReply call)
        {
            if (call.Say is { } words)
            {
                yield return new() { ["content"] = words };
            }
            yield return new() { ["tool_calls"] = new JsonArray(Call(call, NewId("call_"), arguments: "")) };
            foreach (var piece in Pieces(call.Arguments.ToJsonString()))
            {
                var part = new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = piece } };
                yield return new() { ["tool_calls"] = new JsonArray(part) };
            }
        }
        else if (reply is TextReply text)
        {
            foreach (var piece in Pieces(text.Text))
            {
                yield return new() { ["content"] = piece };
            }
        }
    }

    private static JsonObject Call(ToolCallReply call, string id, string arguments) => new()
    {
        ["index"] = 0,
        ["id"] = id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Tool, ["arguments"] = arguments },
    };

    private static string FinishReason(Reply reply) => reply is ToolCallReply ? "tool_calls" : "stop";

    private static JsonObject Envelope(
        JsonObject body, string kind, string id, JsonObject? usage, params JsonNode[] choices) => new()
    {
        ["id"] = id,
        ["object"] = kind,
        ["created"] = 1_700_000_000,
        ["model"] = Model(body),
        ["choices"] = new JsonArray(choices),
        ["usage"] = usage,
    };

    private static JsonObject Usage() => new()
    {
        ["prompt_tokens"] = InputTokens,
        ["completion_tokens"] = OutputTokens,
        ["total_tokens"] = InputTokens + OutputTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = CachedTokens },
    };
}
