using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Caching;

/// <summary>
/// Everything that decides an answer, as JSON in a fixed order; its hash is the key, and the text is kept in the entry
/// so that a person can see what was asked. Keys and app names are no part of it.
/// </summary>
internal static class RequestIdentity
{
    /// <summary>Raised whenever the meaning of an entry changes; old entries are then misses.</summary>
    public const int SchemaVersion = 1;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(ModelProfile profile, IEnumerable<ChatMessage> messages, ChatOptions? requested)
    {
        var options = profile.Resolve(requested);
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Readable);
        writer.WriteStartObject();
        writer.WriteNumber("schema", SchemaVersion);
        writer.WriteString("endpoint", profile.Endpoint);
        writer.WriteString("model", options.ModelId);
        WriteSampling(writer, options);
        if (requested.GetRolloutId() is { } rollout)
        {
            writer.WriteNumber("rollout_id", rollout);
        }
        WriteFormat(writer, options.ResponseFormat);
        WriteTools(writer, options);
        writer.WriteStartArray("messages");
        if (!string.IsNullOrEmpty(options.Instructions))
        {
            WriteMessage(writer, new ChatMessage(ChatRole.System, options.Instructions));
        }
        foreach (var message in messages)
        {
            WriteMessage(writer, message);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteSampling(Utf8JsonWriter writer, ChatOptions options)
    {
        WriteNumber(writer, "temperature", options.Temperature);
        WriteNumber(writer, "top_p", options.TopP);
        WriteNumber(writer, "frequency_penalty", options.FrequencyPenalty);
        WriteNumber(writer, "presence_penalty", options.PresencePenalty);
        WriteNumber(writer, "top_k", options.TopK);
        WriteNumber(writer, "seed", options.Seed);
        WriteNumber(writer, "max_tokens", options.MaxOutputTokens);
        if (options.Reasoning?.Effort is { } effort)
        {
            writer.WriteString("reasoning", effort.ToString());
        }
        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop");
            foreach (var stop in stops)
            {
                writer.WriteStringValue(stop);
            }
            writer.WriteEndArray();
        }
    }

    private static void WriteFormat(Utf8JsonWriter writer, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json)
        {
            return;
        }
        writer.WritePropertyName("response_schema");
        if (json.Schema is { } schema)
        {
            schema.WriteTo(writer);
        }
        else
        {
            writer.WriteStringValue("json_object");
        }
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }
        writer.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("name", tool.Name);
            writer.WriteString("description", tool.Description);
            if (tool is AIFunctionDeclaration function)
            {
                writer.WritePropertyName("parameters");
                function.JsonSchema.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("tool_mode", options.ToolMode switch
        {
            NoneChatToolMode => "none",
            RequiredChatToolMode required => "required " + required.RequiredFunctionName,
            _ => "auto",
        });
        if (options.AllowMultipleToolCalls is { } several)
        {
            writer.WriteBoolean("parallel_tool_calls", several);
        }
    }

    private static void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Value);
        writer.WriteString("text", message.Text);
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case FunctionCallContent call:
                    writer.WriteString("call " + call.CallId, $"{call.Name} {ToolJson.Arguments(call)}");
                    break;
                case FunctionResultContent result:
                    writer.WriteString("result " + result.CallId, ToolJson.Text(result.Result));
                    break;
                case DataContent data:
                    writer.WriteString("data " + data.MediaType, Convert.ToHexStringLower(SHA256.HashData(data.Data.Span)));
                    break;
                case UriContent link:
                    writer.WriteString("link", link.Uri.ToString());
                    break;
            }
        }
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is not null)
        {
            writer.WriteNumber(name, value.Value);
        }
    }
}
