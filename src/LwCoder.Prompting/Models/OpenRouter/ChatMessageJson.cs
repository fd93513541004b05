using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>One message in the chat completions dialect. A message of tool results becomes one message per result.</summary>
internal static class ChatMessageJson
{
    public static void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        var results = message.Contents.OfType<FunctionResultContent>().ToList();
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("role", "tool");
            writer.WriteString("tool_call_id", result.CallId);
            writer.WriteString("content", ToolJson.Text(result.Result));
            writer.WriteEndObject();
        }
        if (results.Count > 0)
        {
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        WriteContent(writer, message);
        WriteToolCalls(writer, [.. message.Contents.OfType<FunctionCallContent>()]);
        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, ChatMessage message)
    {
        if (!message.Contents.Any(content => content is DataContent or UriContent))
        {
            writer.WriteString("content", message.Text);
            return;
        }
        writer.WriteStartArray("content");
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    writer.WriteStartObject();
                    writer.WriteString("type", "text");
                    writer.WriteString("text", text.Text);
                    writer.WriteEndObject();
                    break;
                case DataContent data:
                    WriteImage(writer, data.Uri);
                    break;
                case UriContent link:
                    WriteImage(writer, link.Uri.ToString());
                    break;
            }
        }
        writer.WriteEndArray();
    }

    private static void WriteImage(Utf8JsonWriter writer, string uri)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "image_url");
        writer.WriteStartObject("image_url");
        writer.WriteString("url", uri);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteToolCalls(Utf8JsonWriter writer, IReadOnlyList<FunctionCallContent> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id", call.CallId);
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", call.Name);
            writer.WriteString("arguments", ToolJson.Arguments(call));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
