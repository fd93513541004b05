using System.Buffers;
using System.Text.Json;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>A request in the chat completions dialect of one provider.</summary>
internal static class ChatRequestJson
{
    public static ReadOnlyMemory<byte> Write(
        Provider provider, bool useSchema, IEnumerable<ChatMessage> messages, ChatOptions options, bool stream)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("model", options.ModelId);
        writer.WriteStartArray("messages");
        if (!string.IsNullOrEmpty(options.Instructions))
        {
            ChatMessageJson.Write(writer, new ChatMessage(ChatRole.System, options.Instructions));
        }
        foreach (var message in messages)
        {
            ChatMessageJson.Write(writer, message);
        }
        writer.WriteEndArray();
        WriteSampling(writer, provider, options);
        WriteReasoning(writer, provider, options.Reasoning?.Effort);
        WriteTools(writer, options);
        WriteResponseFormat(writer, useSchema, options.ResponseFormat);
        if (provider.ReportsCost)
        {
            writer.WriteStartObject("usage");
            writer.WriteBoolean("include", true);
            writer.WriteEndObject();
        }
        if (stream)
        {
            writer.WriteBoolean("stream", true);
            writer.WriteStartObject("stream_options");
            writer.WriteBoolean("include_usage", true);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteSampling(Utf8JsonWriter writer, Provider provider, ChatOptions options)
    {
        WriteNumber(writer, "temperature", options.Temperature);
        WriteNumber(writer, "top_p", options.TopP);
        WriteNumber(writer, "frequency_penalty", options.FrequencyPenalty);
        WriteNumber(writer, "presence_penalty", options.PresencePenalty);
        WriteNumber(writer, "top_k", options.TopK);
        WriteNumber(writer, "seed", options.Seed);
        WriteNumber(writer, provider.MaxTokensName, options.MaxOutputTokens);
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

    private static void WriteReasoning(Utf8JsonWriter writer, Provider provider, ReasoningEffort? effort)
    {
        if (effort is null)
        {
            return;
        }
        var word = effort switch
        {
            ReasoningEffort.None => "none",
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            _ => "xhigh",
        };
        if (!provider.ReasoningIsObject)
        {
            writer.WriteString("reasoning_effort", word);
            return;
        }
        writer.WriteStartObject("reasoning");
        writer.WriteString("effort", word);
        writer.WriteEndObject();
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
            var function = tool as AIFunctionDeclaration ?? throw new ModelException(
                ModelErrorKind.InvalidRequest,
                $"The tool '{tool.Name}' is not a function; chat completions know only functions.");
            writer.WriteStartObject();
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", function.Name);
            writer.WriteString("description", function.Description);
            writer.WritePropertyName("parameters");
            function.JsonSchema.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        WriteToolChoice(writer, options.ToolMode);
        if (options.AllowMultipleToolCalls is { } several)
        {
            writer.WriteBoolean("parallel_tool_calls", several);
        }
    }

    private static void WriteToolChoice(Utf8JsonWriter writer, ChatToolMode? mode)
    {
        switch (mode)
        {
            case NoneChatToolMode:
                writer.WriteString("tool_choice", "none");
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                writer.WriteStartObject("tool_choice");
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", name);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case RequiredChatToolMode:
                writer.WriteString("tool_choice", "required");
                break;
        }
    }

    private static void WriteResponseFormat(Utf8JsonWriter writer, bool useSchema, ChatResponseFormat? format)
    {
        if (format is not ChatResponseFormatJson json)
        {
            return;
        }
        writer.WriteStartObject("response_format");
        if (json.Schema is { } schema && useSchema)
        {
            writer.WriteString("type", "json_schema");
            writer.WriteStartObject("json_schema");
            writer.WriteString("name", json.SchemaName ?? "answer");
            writer.WriteBoolean("strict", true);
            writer.WritePropertyName("schema");
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteString("type", "json_object");
        }
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, float? value)
    {
        if (value is not null)
        {
            writer.WriteNumber(name, value.Value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is not null)
        {
            writer.WriteNumber(name, value.Value);
        }
    }
}
