using System.Globalization;
using System.Text;
using System.Text.Json;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>A report for people and for programs.</summary>
public static class OptimizationReports
{
    /// <summary>The comparison, what it took, and the final prompt in full.</summary>
    public static string ToMarkdown(this OptimizationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var (outcome, text) = (report.Outcome, new StringBuilder());
        text.Append(CultureInfo.InvariantCulture, $"# {report.Optimizer}, seed {report.Seed}\n\n")
            .Append(CultureInfo.InvariantCulture, $"- held out: {report.HeldOut.Say()}\n")
            .Append(CultureInfo.InvariantCulture,
                $"- dev: {Number(outcome.BaselineScore)} → {Number(outcome.BestScore)}, {outcome.Candidates} candidates\n")
            .Append(CultureInfo.InvariantCulture, $"- spent: {report.MetricCalls} metric calls, ${report.Spent.Cost:0.####} "
                + $"({report.Spent.CostSource.ToString().ToLowerInvariant()})\n")
            .Append(CultureInfo.InvariantCulture, $"- settings: {report.Settings}\n- data: {report.DataHash}\n");
        if (report.SayRefused() is { } refused)
        {
            text.Append(CultureInfo.InvariantCulture, $"- refused: {refused}\n");
        }
        if (outcome.StoppedBy is { } reason)
        {
            text.Append(CultureInfo.InvariantCulture, $"- stopped early: {reason}\n");
        }
        var title = report.IsChanged ? "The final prompt" : "Nothing better than the prompt there was";
        return text.Append(CultureInfo.InvariantCulture, $"\n# {title}\n\n").Append(report.Best.ToMarkdown()).ToString();
    }

    /// <summary>As in <c>3 proposals; the last, for main: it is empty</c>; null: none was.</summary>
    public static string? SayRefused(this OptimizationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Refused is [.., var last]
            ? FormattableString.Invariant($"{report.Refused.Count} proposal{(report.Refused.Count == 1 ? "" : "s")}; ")
                + $"the last, for {last.Component}: {last.Reason}"
            : null;
    }

    /// <summary>The report as one JSON object.</summary>
    public static string ToJson(this OptimizationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return FieldJson.Build(writer => Write(writer, report), indented: true);
    }

    private static void Write(Utf8JsonWriter writer, OptimizationReport report)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema_version", 1);
        writer.WriteString("optimizer", report.Optimizer);
        writer.WriteString("settings", report.Settings);
        writer.WriteNumber("seed", report.Seed);
        writer.WriteString("data_hash", report.DataHash);
        FieldJson.Write(writer, "dev_baseline", report.Outcome.BaselineScore);
        FieldJson.Write(writer, "dev_best", report.Outcome.BestScore);
        writer.WriteNumber("candidates", report.Outcome.Candidates);
        writer.WriteStartArray("refused");
        foreach (var refused in report.Refused)
        {
            writer.WriteStartObject();
            writer.WriteString("component", refused.Component);
            writer.WriteString("reason", refused.Reason);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("held_out_examples", report.HeldOut.Pairs);
        FieldJson.Write(writer, "held_out_baseline", report.HeldOut.BaselineMean);
        FieldJson.Write(writer, "held_out_best", report.HeldOut.CandidateMean);
        FieldJson.Write(writer, "difference_low", report.HeldOut.Difference?.Low);
        FieldJson.Write(writer, "difference_high", report.HeldOut.Difference?.High);
        writer.WriteString("verdict", report.HeldOut.Verdict.ToString().ToLowerInvariant());
        writer.WriteNumber("metric_calls", report.MetricCalls);
        writer.WriteNumber("cost", report.Spent.Cost);
        writer.WriteString("cost_source", report.Spent.CostSource.ToString().ToLowerInvariant());
        writer.WriteNumber("duration_ms", report.Duration.TotalMilliseconds);
        writer.WriteString("stopped_by", report.Outcome.StoppedBy);
        writer.WriteBoolean("changed", report.IsChanged);
        writer.WriteStartObject("components");
        foreach (var part in report.Best.Components)
        {
            writer.WriteString(part.Name, part.Text);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
