using System.Globalization;
using System.Text;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Runs;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording;

/// <summary>
/// The `diagnosis.json` of a run as a row of the store: the same when it is written and when the run is imported.
/// </summary>
internal static class DiagnosisRecord
{
    /// <returns>Null when the run has none, or never came to a session.</returns>
    public static DiagnosisRow? RowOf(RunDirectory run, RunManifest manifest)
    {
        if (manifest.SessionId is not { } session || !File.Exists(run.DiagnosisFile))
        {
            return null;
        }
        var file = File.ReadAllBytes(run.DiagnosisFile);
        try
        {
            using var document = JsonDocument.Parse(file);
            var json = document.RootElement;
            return json.Text("category") is not { } category ? null : new DiagnosisRow
            {
                SessionId = session,
                Category = category,
                Confidence = (double)(json.Money("confidence") ?? 0),
                Evidence = string.Join('\n', json.Field("evidence").Items().Select(Describe).Prepend(json.Text("summary"))),
                ClassifiedAt = DateTimeOffset.TryParse(
                    json.Text("diagnosed_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                    ? at
                    : manifest.CreatedAt,
                ClassifierVersion = VersionOf(json),
                ReportJson = Encoding.UTF8.GetString(file),
            };
        }
        catch (JsonException)
        {
            // Somebody else's writing; `diagnose` makes it anew.
            return null;
        }
    }

    private static string Describe(JsonElement evidence) => string.Create(
        CultureInfo.InvariantCulture,
        $"{evidence.Text("what")}: {evidence.Whole("count")}{(evidence.Text("quote") is { } quote ? $" \"{quote}\"" : "")}");

    /// <summary>What has decided, to tell what was decided how when that changes.</summary>
    private static string VersionOf(JsonElement json)
    {
        var decided = json.Text("decided_by") ?? "rules";
        return json.Field(decided).Text("version") ?? decided;
    }
}
