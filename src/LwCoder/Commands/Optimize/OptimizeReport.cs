using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Diagnosis;
using LwCoder.Optimization.Classifier;
using LwCoder.Optimization.Compiling;
using LwCoder.Platform;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Optimizers;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Commands.Optimize;

/// <summary>The answer of `optimize`: each prompt's comparison, what it took, and the final text in full.</summary>
internal sealed class OptimizeReport(TextWriter output, bool forPerson)
{
    public void Write(IReadOnlyList<CompileResult> results, ClassifierTrial? trial, bool asJson)
    {
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteStartArray("prompts");
                foreach (var result in results)
                {
                    Write(json, result);
                }
                json.WriteEndArray();
                if (trial is not null)
                {
                    json.WritePropertyName("classifier");
                    Write(json, trial);
                }
            });
            return;
        }
        foreach (var result in results)
        {
            Write(result);
        }
        if (trial is { Rules.Rows.Count: > 0 })
        {
            Write("compiled", trial.Compiled);
            Write("rules", trial.Rules);
        }
    }

    private void Write(CompileResult result)
    {
        var (id, report) = (result.Job.PromptId, result.Report);
        output.WriteLine(result.Version is { } version ? $"{id}  v{version.Version}, {PromptStatusName.Of(version.Status)}" : id);
        output.WriteLine($"  held out  {report.HeldOut.Say()}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  search    {report.Outcome.BaselineScore:0.000} → {report.Outcome.BestScore:0.000} on "
            + $"{result.Job.Data.Dev.Count} examples, {report.Outcome.Candidates} candidates"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  spent     {report.MetricCalls} metric calls, ${report.Spent.Cost:0.00}")
            + (report.Spent.CostSource == CostSource.Imputed ? " at list prices" : ""));
        if (report.SayRefused() is { } refused)
        {
            output.WriteLine($"  refused   {TerminalText.OneLine(refused, 200)}");
        }
        if (report.Outcome.StoppedBy is { } reason)
        {
            output.WriteLine($"  ended     {TerminalText.OneLine(reason, 200)}");
        }
        output.WriteLine(result switch
        {
            { Refusal: { } refusal } => $"  stored    nothing: {refusal}",
            { Version: { Status: PromptStatus.Candidate } stored } =>
                $"  next      lw_coder compiled activate {id} {stored.Version}\n\n{TerminalText.Lines(report.Best.ToMarkdown())}",
            _ => $"  next      lw_coder compiled show {id}",
        });
    }

    private void Write(string name, ClassifierReport report)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: accuracy {report.Accuracy:0.00} on {report.Rows.Count} held-out sessions, "
            + $"calibration error {report.CalibrationError:0.00}"));
        TextTable.Write(
            output, forPerson, ["is \\ said", .. FailureCategories.OfModel.Select(category => category.Name()), "none"],
            report.Matrix());
    }

    private static void Write(Utf8JsonWriter json, CompileResult result)
    {
        json.WriteStartObject();
        json.WriteString("prompt_id", result.Job.PromptId);
        if (result.Version is { } version)
        {
            json.WriteNumber("version", version.Version);
            json.WriteString("status", PromptStatusName.Of(version.Status));
        }
        else
        {
            json.WriteNull("version");
        }
        json.WriteString("not_stored_because", result.Refusal);
        json.WritePropertyName("report");
        json.WriteRawValue(result.Report.ToJson());
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ClassifierTrial trial)
    {
        json.WriteStartObject();
        foreach (var (name, report) in new[] { ("compiled", trial.Compiled), ("rules", trial.Rules) })
        {
            json.WriteStartObject(name);
            json.WriteNumberOrNull("accuracy", report.Accuracy);
            json.WriteNumberOrNull("calibration_error", report.CalibrationError);
            json.WriteNumber("sessions", report.Rows.Count);
            json.WriteStartArray("rows");
            foreach (var row in report.Rows)
            {
                json.WriteStartObject();
                json.WriteString("is", row.Gold.Name());
                json.WriteString("said", row.Said?.Name());
                json.WriteNumber("confidence", row.Confidence);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
