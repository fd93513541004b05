using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;
using LwCoder.Agents.Tools.Shell;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// Hashes what a call asked and found, without what differs between equal calls: key order, remarks, spaces, times.
/// </summary>
internal static class CallHash
{
    /// <summary>What a model says of its own call, which it may word anew each time.</summary>
    private static readonly string[] Remarks =
        ["description", "summary", "explanation", "reason", "justification", "riskLevel", "riskLevelReason", "title"];

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of what was asked.</summary>
    public static string OfCall(ToolUse use, ToolCalled call)
    {
        // The raw name tells two tools of one kind apart; a shell is a shell whatever it is called.
        var tool = use.Kind is ToolKind.Shell or ToolKind.Test
            ? use.Kind.Name()
            : $"{use.Kind.Name()} {ToolNames.Plain(call.Tool)}";
        return Hash($"{tool}\n{Canonical(call.Arguments, isCommand: use.Script is not null)}");
    }

    /// <summary>Of what was asked and found.</summary>
    /// <param name="call">The hash of what was asked.</param>
    public static string Of(string call, ToolUse use, ToolReturned result, int patience)
    {
        var failed = result.IsError || result.ExitCode is not (null or 0);
        // Who waits sees by the times alone that something goes on.
        var text = patience >= Patience.Waiting ? result.Text
            : failed || IsCheck(use) ? PassingWords.TakeFrom(result.Text)
            : PassingWords.TakeMeasured(result.Text);
        return Hash($"{call}\n{failed} {result.ExitCode}\n{text}");
    }

    private static bool IsCheck(ToolUse use) => use.Script?.Steps.Any(step => Gate.Of(step) is not null) ?? false;

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Canonical(string arguments, bool isCommand)
    {
        try
        {
            using var document = JsonDocument.Parse(SurrogateEscapes.Repair(arguments));
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, Plain))
            {
                Write(json, document.RootElement, isTop: true, isCommand);
            }
            return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (Exception cut) when (cut is JsonException or ArgumentException or InvalidOperationException)
        {
            // Arguments that were cut, or hold half a character, are compared as they are.
            return arguments;
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, bool isTop, bool isCommand)
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
                    Write(json, property.Value, isTop: false, isCommand);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, isTop: false, isCommand);
                }
                json.WriteEndArray();
                break;
            case JsonValueKind.String when isCommand:
                json.WriteStringValue(PassingWords.TakeFromCommand(value.GetString()!));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
