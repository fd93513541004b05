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
        var rows =
            FormattableString.Invariant($"{report.Sessions} sessions, {report.Messages} messages, {report.ToolCalls} tool calls");
        var left = FormattableString.Invariant($"{report.Unchanged} unchanged, {report.Unreadable} unreadable");
        Line($"imported {report.Imported} of {report.Source} ({rows}), {left}");
        if (report.Damaged + report.Empty > 0)
        {
            Line($"not as they should be: {report.Damaged} read in part, {report.Empty} without a session");
        }
        Line($"looked at: {ByteSize.Format(report.Bytes)}");
        if (report.Links is var links && links != new LinkCounts(0, 0, 0))
        {
            Line($"subtasks: {links.ByContent} by what they were told, {links.ByTime} by time, {links.Unresolved} not found");
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
        json.WriteNumber("unreadable", report.Unreadable);
        json.WriteNumber("damaged", report.Damaged);
        json.WriteNumber("empty", report.Empty);
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
            json.WriteString("trouble", problem.Trouble switch
            {
                ImportTrouble.Damaged => "damaged",
                ImportTrouble.Empty => "empty",
                _ => "unreadable",
            });
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
