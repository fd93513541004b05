using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Sessions.Governing;

/// <summary>Hashes what a call asked and found, without what differs between equal calls: key order, times, remarks.</summary>
internal static partial class CallHash
{
    /// <summary>What a model says of its own call, which it may word anew each time.</summary>
    private static readonly string[] Remarks =
        ["description", "summary", "explanation", "reason", "justification", "riskLevel", "riskLevelReason", "title"];

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ToolKind kind, ToolCalled call, ToolReturned result)
    {
        var failed = result.IsError || result.ExitCode is not (null or 0);
        // The raw name tells two tools of one kind apart; a shell is a shell whatever it is called.
        var tool = kind is ToolKind.Shell or ToolKind.Test ? kind.Name() : $"{kind.Name()} {ToolNames.Plain(call.Tool)}";
        var text = $"{tool}\n{Canonical(call.Arguments)}\n{failed} {result.ExitCode}\n{Timeless(result.Text)}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Durations, times of day and addresses in memory are other ones each time although nothing else is.</summary>
    public static string Timeless(string text) => Passing().Replace(text, "~");

    private static string Canonical(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(SurrogateEscapes.Repair(arguments));
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, Plain))
            {
                Write(json, document.RootElement, isTop: true);
            }
            return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (Exception cut) when (cut is JsonException or ArgumentException or InvalidOperationException)
        {
            // Arguments that were cut, or hold half a character, are compared as they are.
            return arguments;
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, bool isTop)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject()
                    .Where(property => !isTop || !Remarks.Contains(property.Name))
                    .OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value, isTop: false);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, isTop: false);
                }
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    [GeneratedRegex(
        @"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
        + @"|\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\b"
        + @"|\b\d+(?:[.,]\d+)?\s?(?:ns|µs|us|ms|msec|s|secs?|seconds?|m|min|minutes?)\b"
        + @"|\b0x[0-9a-fA-F]{6,16}\b")]
    private static partial Regex Passing();
}
