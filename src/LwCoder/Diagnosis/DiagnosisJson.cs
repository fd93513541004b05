using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Platform;

namespace LwCoder.Diagnosis;

/// <summary>A diagnosis as JSON, in `diagnosis.json` and on standard output alike. docs/diagnosis.md describes it.</summary>
internal static class DiagnosisJson
{
    private const int Schema = 1;

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] ToBytes(DiagnosisReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("schema_version", Schema);
            Write(json, report);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>Writes the properties of an object that the caller has begun.</summary>
    public static void Write(Utf8JsonWriter json, DiagnosisReport report)
    {
        json.WriteString("session_id", report.Session);
        Write(json, report.Finding);
        json.WriteBoolean("of_model", report.IsOfModel);
        json.WriteString("decided_by", report.DecidedBy);
        json.WriteString("killed_by", report.KilledBy);
        json.WritePropertyName("kill");
        WriteOrNull(json, report.Kill, kill =>
        {
            json.WriteString("reason", kill.Reason);
            json.WriteNumberOrNull("used", kill.Used);
            json.WriteNumberOrNull("limit", kill.Limit);
            json.WriteString("setting", kill.Setting);
        });
        json.WriteStartArray("tool_patterns");
        foreach (var pattern in report.Patterns)
        {
            json.WriteStartObject();
            json.WriteString("tool", pattern.Tool);
            json.WriteNumber("count", pattern.Count);
            json.WriteNumber("error_count", pattern.ErrorCount);
            json.WriteString("last_status", pattern.LastStatus);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("diagnosed_at", report.At.UtcDateTime);
        json.WritePropertyName("rules");
        WriteOrNull(json, report.Rules, rules =>
        {
            json.WriteString("version", HeuristicEngine.Version);
            Write(json, rules);
        });
        json.WritePropertyName("classifier");
        WriteOrNull(json, report.Classifier, word =>
        {
            json.WriteString("version", word.Version);
            json.WriteString("category", word.Category.Name());
            json.WriteNumber("confidence", word.Confidence);
            json.WriteString("evidence", word.Evidence);
        });
    }

    /// <returns>Null for what is no diagnosis.</returns>
    public static DiagnosisReport? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            return ReadFinding(json) is not { } finding ? null : new DiagnosisReport(
                json.Text("session_id") ?? "unknown",
                finding,
                json.Text("decided_by") ?? "rules",
                json.Text("killed_by") is { } detector ? ReadKill(detector, json.Field("kill")) : null,
                [.. json.Field("tool_patterns").Items().Select(item => new ToolPattern(
                    item.Text("tool") ?? "other", (int)(item.Whole("count") ?? 0), (int)(item.Whole("error_count") ?? 0),
                    item.Text("last_status") ?? "completed"))],
                DateTimeOffset.TryParse(
                    json.Text("diagnosed_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                    ? at
                    : default,
                ReadFinding(json.Field("rules")),
                ReadWord(json.Field("classifier")));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static KillFacts ReadKill(string detector, JsonElement json) =>
        new(detector, json.Text("reason") ?? "", json.Money("used"), json.Money("limit"));

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("category", finding.Category.Name());
        json.WriteNumber("confidence", finding.Confidence);
        json.WriteString("summary", finding.Summary);
        json.WriteString("suggested_action", finding.SuggestedAction);
        json.WriteStartArray("evidence");
        foreach (var evidence in finding.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("what", evidence.What);
            json.WriteNumber("count", evidence.Count);
            json.WriteStartArray("events");
            foreach (var sequence in evidence.Events)
            {
                json.WriteNumberValue(sequence);
            }
            json.WriteEndArray();
            json.WriteString("quote", evidence.Quote);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("failing");
        WriteOrNull(json, finding.Failing, failing =>
        {
            json.WriteString("tool", failing.Tool);
            json.WriteString("error", failing.Error);
            json.WriteNumber("attempts", failing.Attempts);
        });
    }

    private static void WriteOrNull<T>(Utf8JsonWriter json, T? value, Action<T> write)
        where T : class
    {
        if (value is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        write(value);
        json.WriteEndObject();
    }

    private static Finding? ReadFinding(JsonElement json) => FailureCategories.Parse(json.Text("category")) is not { } category
        ? null
        : new Finding(
            category, Number(json, "confidence"), json.Text("summary") ?? "", json.Text("suggested_action") ?? "",
            [.. json.Field("evidence").Items().Select(item => new Evidence(
                item.Text("what") ?? "", (int)(item.Whole("count") ?? 0),
                [.. item.Field("events").Items()
                    .Where(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt64(out _))
                    .Select(one => one.GetInt64())],
                item.Text("quote")))])
        {
            Failing = json.Field("failing") is { ValueKind: JsonValueKind.Object } failing
                ? new Failing(failing.Text("tool") ?? "", failing.Text("error") ?? "", (int)(failing.Whole("attempts") ?? 0))
                : null,
        };

    private static ClassifierWord? ReadWord(JsonElement json) =>
        FailureCategories.Parse(json.Text("category")) is not { } category
            ? null
            : new ClassifierWord(category, Number(json, "confidence"), json.Text("evidence") ?? "", json.Text("version") ?? "");

    private static double Number(JsonElement json, string name) => (double)(json.Money(name) ?? 0);
}
