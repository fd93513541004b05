using System.Text.Json;
using LwCoder.Diagnosis;
using LwCoder.Runs;

namespace LwCoder.Commands.Why;

/// <param name="Diagnosis">Null when there is nothing to diagnose: it completed or goes on.</param>
/// <param name="Chain">The run with those before and after it that belong together.</param>
/// <param name="Next">A command, or what to do before it.</param>
internal sealed record WhyAnswer(
    RunManifest Run, IReadOnlyList<Moment> Timeline, DiagnosisReport? Diagnosis, IReadOnlyList<RunManifest> Chain, string Next)
{
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WritePropertyName("run");
        json.WriteRawValue(Run.ToJson());
        json.WriteStartArray("timeline");
        foreach (var moment in Timeline)
        {
            json.WriteStartObject();
            json.WriteNumber("event", moment.Sequence);
            if (moment.At is { } at)
            {
                json.WriteString("at", at.UtcDateTime);
            }
            else
            {
                json.WriteNull("at");
            }
            json.WriteString("text", moment.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (Diagnosis is null)
        {
            json.WriteNull("diagnosis");
        }
        else
        {
            json.WriteStartObject("diagnosis");
            DiagnosisJson.Write(json, Diagnosis);
            json.WriteEndObject();
        }
        json.WriteStartArray("chain");
        foreach (var run in Chain)
        {
            json.WriteStringValue(run.RunId);
        }
        json.WriteEndArray();
        json.WriteString("next", Next);
    }
}
