using System.Globalization;
using System.Text;
using System.Text.Json;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Evaluation;

/// <summary>A report for people and for programs.</summary>
public static class EvaluationTable
{
    private const int CellLength = 60;

    /// <summary>One line of summary, then a Markdown table with a line per example.</summary>
    public static string ToMarkdown(this EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder(Summary(report))
            .Append("\n\n| example | score | ms | outputs | note |\n|---|---|---|---|---|\n");
        foreach (var row in report.Rows)
        {
            var score = row.Score is { } known ? Number(known.Value) : "failed";
            var note = row.Error?.Message ?? row.Score?.Feedback ?? "";
            var outputs = row.Prediction?.Outputs.ToJson() ?? "";
            text.Append(CultureInfo.InvariantCulture,
                $"| {Cell(row.Id)} | {score} | {row.Latency.TotalMilliseconds:0} | {Cell(outputs)} | {Cell(note)} |\n");
        }
        return text.ToString();
    }

    /// <summary>As in <c>mean 0.83 [0.71, 0.95] of 20, 1 failed, $0.0123 (billed), p50 812 ms, p95 2031 ms</c>.</summary>
    public static string Summary(this EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var interval = report.Interval is { } known ? $" [{Number(known.Low)}, {Number(known.High)}]" : "";
        var (usage, median, slow) = (report.Usage, report.Latency(0.5), report.Latency(0.95));
        var stopped = report.StoppedBy is null ? ""
            : $", stopped after {report.Rows.Count} of {report.Total}: {report.StoppedBy.Message}";
        var average = report.Mean is { } score ? Number(score) : "-";
        return string.Create(CultureInfo.InvariantCulture,
            $"mean {average}{interval} of {report.Scores.Count}, {report.Failures} failed, "
            + $"${usage.Cost:0.####} ({usage.CostSource.ToString().ToLowerInvariant()}), {usage.CacheHits} cached, "
            + $"p50 {median.TotalMilliseconds:0} ms, p95 {slow.TotalMilliseconds:0} ms{stopped}");
    }

    /// <summary>The whole report as one JSON object, uncut.</summary>
    public static string ToJson(this EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return FieldJson.Build(writer => Write(writer, report), indented: true);
    }

    private static void Write(Utf8JsonWriter writer, EvaluationReport report)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema_version", 1);
        writer.WriteNumber("examples", report.Total);
        writer.WriteNumber("scored", report.Scores.Count);
        writer.WriteNumber("failed", report.Failures);
        FieldJson.Write(writer, "mean", report.Mean);
        FieldJson.Write(writer, "mean_low", report.Interval?.Low);
        FieldJson.Write(writer, "mean_high", report.Interval?.High);
        writer.WriteNumber("cost", report.Usage.Cost);
        writer.WriteString("cost_source", report.Usage.CostSource.ToString().ToLowerInvariant());
        writer.WriteNumber("duration_ms", report.Duration.TotalMilliseconds);
        writer.WriteString("stopped_by", report.StoppedBy?.Message);
        writer.WriteStartArray("rows");
        foreach (var row in report.Rows)
        {
            Write(writer, row);
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, EvaluationRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("id", row.Id);
        writer.WritePropertyName("inputs");
        FieldJson.Write(writer, row.Example.Inputs);
        writer.WritePropertyName("outputs");
        FieldJson.Write(writer, row.Prediction?.Outputs);
        FieldJson.Write(writer, "score", row.Score?.Value);
        writer.WriteString("feedback", row.Score?.Feedback);
        writer.WriteString("error", row.Error?.Message);
        writer.WriteNumber("latency_ms", row.Latency.TotalMilliseconds);
        writer.WriteEndObject();
    }

    private static string Cell(string text) =>
        TextTolerance.Excerpt(text, CellLength).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
