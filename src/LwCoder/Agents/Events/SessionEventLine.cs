using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Platform.Terminal;

namespace LwCoder.Agents.Events;

/// <summary>
/// An event as one line of JSON, and back: the format of `session.jsonl`, and of what our own agents print.
/// </summary>
internal static class SessionEventLine
{
    /// <summary>Characters kept of one field; the middle of a longer one is left out and says so.</summary>
    private const int LongestField = 1024 * 1024;

    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the line with its end.</summary>
    public static void Write(Stream output, SessionEvent sessionEvent)
    {
        using (var json = new Utf8JsonWriter(output, Format))
        {
            Write(json, sessionEvent);
        }
        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, SessionEvent sessionEvent)
    {
        json.WriteStartObject();
        if (sessionEvent.Time is { } time)
        {
            json.WriteString("ts", time.UtcDateTime);
        }
        json.WriteNumber("seq", sessionEvent.Sequence);
        WriteOptional(json, "session", sessionEvent.Session);
        WriteOptional(json, "parent", sessionEvent.Parent);
        switch (sessionEvent)
        {
            case SessionStarted started:
                json.WriteString("kind", "session");
                json.WriteString("tool", started.Tool);
                WriteOptional(json, "version", started.Version);
                WriteOptional(json, "model", started.Model);
                WriteOptional(json, "mode", started.Mode);
                break;
            case MessageSpoken message:
                json.WriteString("kind", "message");
                WriteOptional(json, "id", message.Id);
                json.WriteString("role", message.Role);
                WriteText(json, message.Text);
                break;
            case ToolCalled call:
                json.WriteString("kind", "tool_call");
                json.WriteString("id", call.Id);
                json.WriteString("tool", call.Tool);
                WriteArguments(json, call.Arguments);
                break;
            case ToolReturned result:
                json.WriteString("kind", "tool_result");
                json.WriteString("id", result.Id);
                json.WriteBoolean("is_error", result.IsError);
                if (result.ExitCode is { } code)
                {
                    json.WriteNumber("exit_code", code);
                }
                WriteText(json, result.Text);
                break;
            case UsageReported usage:
                json.WriteString("kind", "usage");
                WriteOptional(json, "id", usage.Id);
                json.WriteNumber("in", usage.Input);
                json.WriteNumber("out", usage.Output);
                json.WriteNumber("cached", usage.Cached);
                if (usage.Cost is { } cost)
                {
                    json.WriteNumber("cost", cost);
                }
                json.WriteString("cost_source", NameOf(usage.CostSource));
                break;
            case SessionResult result:
                json.WriteString("kind", "result");
                json.WriteString("status", NameOf(result.Status));
                WriteText(json, result.Text);
                break;
            case SessionError error:
                json.WriteString("kind", "error");
                json.WriteString("class", NameOf(error.Class));
                WriteText(json, error.Text);
                break;
            case GovernorSpoke governor:
                json.WriteString("kind", "governor");
                json.WriteString("detector", governor.Detector);
                json.WriteString("action", governor.IsKill ? "kill" : "warning");
                WriteText(json, governor.Text);
                json.WriteStartArray("events");
                foreach (var sequence in governor.Evidence)
                {
                    json.WriteNumberValue(sequence);
                }
                json.WriteEndArray();
                if (governor is { Used: { } used, Limit: { } limit })
                {
                    json.WriteNumber("used", used);
                    json.WriteNumber("limit", limit);
                }
                break;
        }
        json.WriteEndObject();
    }

    /// <returns>Null for a line that is cut, empty, or of a kind this version does not know.</returns>
    public static SessionEvent? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(SurrogateEscapes.Repair(line));
            return Parse(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return null;
        }
    }

    public static string NameOf(ResultStatus status) => status == ResultStatus.Success ? "success" : "failed";

    public static CostSource SourceOf(string? name) => Named(Enum.GetValues<CostSource>(), NameOf, name);

    public static string NameOf(CostSource source) => source switch
    {
        CostSource.Billed => "billed",
        CostSource.Imputed => "imputed",
        _ => "unknown",
    };

    public static string NameOf(ErrorClass error) => error switch
    {
        ErrorClass.Limit => "limit",
        ErrorClass.Login => "login",
        ErrorClass.Permission => "permission",
        ErrorClass.Provider => "provider",
        ErrorClass.Budget => "budget",
        ErrorClass.Model => "model",
        ErrorClass.Cancelled => "cancelled",
        _ => "other",
    };

    /// <returns>Null for a kind this version does not know.</returns>
    public static SessionEvent? Parse(JsonElement line)
    {
        var text = line.Text("text") ?? "";
        var id = line.Text("id");
        SessionEvent? parsed = line.Text("kind") switch
        {
            "session" => new SessionStarted(line.Text("tool") ?? "", line.Text("version"), line.Text("model"), line.Text("mode")),
            "message" => new MessageSpoken(id, line.Text("role") ?? "assistant", text),
            "tool_call" => new ToolCalled(id ?? "", line.Text("tool") ?? "", line.Text("args") ?? line.Field("args").AsObject()),
            "tool_result" => new ToolReturned(id ?? "", line.Flag("is_error"), (int?)line.Whole("exit_code"), text),
            "usage" => new UsageReported(
                id, line.Whole("in") ?? 0, line.Whole("out") ?? 0, line.Whole("cached") ?? 0, line.Money("cost"),
                SourceOf(line.Text("cost_source"))),
            "result" => new SessionResult(Named(Enum.GetValues<ResultStatus>(), NameOf, line.Text("status") ?? "failed"), text),
            "error" => new SessionError(Named(Enum.GetValues<ErrorClass>(), NameOf, line.Text("class")), text),
            "governor" => new GovernorSpoke(
                line.Text("detector") ?? "unnamed", line.Text("action") == "kill", text, [.. Numbers(line.Field("events"))])
            {
                Used = line.Money("used"), Limit = line.Money("limit"),
            },
            _ => null,
        };
        return parsed is null ? null : parsed with
        {
            Time = DateTimeOffset.TryParse(
                line.Text("ts"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            Sequence = line.Whole("seq") ?? 0,
            Session = line.Text("session"),
            Parent = line.Text("parent"),
        };
    }

    private static IEnumerable<long> Numbers(JsonElement list) =>
        list.Items()
            .Where(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out _))
            .Select(item => item.GetInt64());

    private static T Named<T>(T[] values, Func<T, string> nameOf, string? name) where T : struct, Enum =>
        Array.Find(values, value => nameOf(value) == name);

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string text) =>
        json.WriteString("text", LongText.Shorten(text, LongestField));

    /// <summary>As an object where it is one; cut or broken arguments as a string, so that the line stays JSON.</summary>
    private static void WriteArguments(Utf8JsonWriter json, string arguments)
    {
        json.WritePropertyName("args");
        if (arguments.Length <= LongestField && IsObject(arguments))
        {
            json.WriteRawValue(arguments, skipInputValidation: true);
            return;
        }
        json.WriteStringValue(LongText.Shorten(arguments, LongestField));
    }

    private static bool IsObject(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return document.RootElement.ValueKind == JsonValueKind.Object && !arguments.AsSpan().ContainsAny('\n', '\r');
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            // Not JSON, or text with half characters.
            return false;
        }
    }
}
