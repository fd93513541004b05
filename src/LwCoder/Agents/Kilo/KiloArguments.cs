using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.Kilo;

/// <summary>Arguments as the conversation has them, made from what the screen shows of a call.</summary>
internal static class KiloArguments
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string name, string value) => Write(json => json.WriteString(name, value));

    public static string OfServer(JsonElement payload) => Write(json =>
    {
        Copy(json, payload, "serverName", "server_name");
        Copy(json, payload, "toolName", "tool_name");
        Copy(json, payload, "uri", "uri");
        Copy(json, payload, "arguments", "arguments");
    });

    public static string OfTool(JsonElement payload) => Write(json =>
    {
        foreach (var field in payload.EnumerateObject())
        {
            if (field.Name != "tool")
            {
                Copy(json, payload, field.Name, field.Name == "content" && payload.Text("tool") == "newTask"
                    ? "message" : field.Name);
            }
        }
    });

    private static void Copy(Utf8JsonWriter json, JsonElement from, string name, string to)
    {
        if (from.Field(name) is { ValueKind: not JsonValueKind.Undefined } value)
        {
            json.WritePropertyName(to);
            value.WriteTo(json);
        }
    }

    private static string Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
