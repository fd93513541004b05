using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Recording.Import;

namespace LwCoder.Commands.Telemetry;

/// <summary>Says what an import did, on stdout.</summary>
internal sealed class ImportAnswer(TextWriter output)
{
    public void Write(ImportReport report, string store, bool json)
    {
        if (json)
        {
            JsonAnswer.Write(output, answer => WriteJson(answer, report, store));
            return;
        }
        var lost = report.Problems.Count(problem => problem.IsLost);
        Line($"imported {report.Imported} of {report.Source} ({report.Sessions} sessions, {report.Messages} messages, {report.ToolCalls} tool calls), {report.Unchanged} unchanged, {lost} unreadable; {ByteSize.Format(report.Bytes)} looked at");
        if (report.Links is var links && links != new LinkCounts(0, 0, 0))
        {
            Line($"subtasks: {links.ByContent} linked by what they were told, {links.ByTime} by time, {links.Unresolved} not found");
        }
        Line($"store: {store}");
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static void WriteJson(Utf8JsonWriter json, ImportReport report, string store)
    {
        json.WriteString("source", report.Source);
        json.WriteString("store", store);
        json.WriteNumber("imported", report.Imported);
        json.WriteNumber("unchanged", report.Unchanged);
        json.WriteNumber("sessions", report.Sessions);
        json.WriteNumber("messages", report.Messages);
        json.WriteNumber("tool_calls", report.ToolCalls);
        json.WriteNumber("bytes", report.Bytes);
        json.WriteStartObject("links");
        json.WriteNumber("content", report.Links.ByContent);
        json.WriteNumber("time", report.Links.ByTime);
        json.WriteNumber("unresolved", report.Links.Unresolved);
        json.WriteEndObject();
        json.WriteStartArray("problems");
        foreach (var problem in report.Problems)
        {
            json.WriteStartObject();
            json.WriteString("path", problem.Path);
            json.WriteString("what", problem.What);
            json.WriteBoolean("lost", problem.IsLost);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
