using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Planning;

/// <summary>The last words of `plan`: which plans there are now, what is wrong with them, what to type next.</summary>
internal sealed class PlanReport(TextWriter output, Narrator narrator)
{
    public void Write(FinishedPlanning finished, bool json, string workingDirectory)
    {
        foreach (var plan in finished.Plans)
        {
            Tell(plan, PlanPath.Shown(plan.Path, workingDirectory));
        }
        if (json)
        {
            JsonAnswer.Write(output, writer => Write(writer, finished));
            return;
        }
        if (finished.Broken is not null)
        {
            return;
        }
        var manifest = finished.Manifest;
        output.WriteLine($"{manifest.Outcome}: {TerminalText.OneLine(manifest.Reason ?? "", 300)}");
        foreach (var plan in finished.Plans)
        {
            var shown = PlanPath.Shown(plan.Path, workingDirectory);
            output.WriteLine($"  plan      {shown}{(plan.IsValid ? "" : " (not valid yet)")}");
        }
        output.WriteLine($"  session   {PlanPath.Shown(finished.Directory.Path, workingDirectory)}");
        output.WriteLine($"  next      {Next(finished)}");
    }

    private void Tell(NewPlanFile plan, string shown)
    {
        if (plan.Changes.Count > 0)
        {
            narrator.Step($"put right in {shown}: {string.Join(", ", plan.Changes)}");
        }
        if (plan.Problem is { } problem)
        {
            narrator.Warn($"{shown} is not a valid plan yet; its text is kept. {problem.Message}");
            if (problem.Hint is { } hint)
            {
                narrator.Warn($"fix: {hint}");
            }
        }
    }

    private static string Next(FinishedPlanning finished) => finished.Plans switch
    {
        [] when File.Exists(finished.Directory.TraceFile) => $"see what the agent did in {finished.Directory.TraceFile}",
        [] => "start again with 'lw_coder plan'",
        _ when finished.Plans.FirstOrDefault(plan => !plan.IsValid) is { } invalid =>
            $"correct it, then 'lw_coder plan lint {Path.GetFileName(invalid.Path)}'",
        [var plan, ..] => $"read it, change what you like, then 'lw_coder code {plan.Id}'",
    };

    private static void Write(Utf8JsonWriter writer, FinishedPlanning finished)
    {
        writer.WriteString("outcome", finished.Manifest.Outcome);
        writer.WriteString("reason", finished.Manifest.Reason);
        writer.WriteString("session", finished.Directory.Path);
        writer.WriteStartArray("plans");
        foreach (var plan in finished.Plans)
        {
            writer.WriteStartObject();
            writer.WriteString("plan_id", plan.Id);
            writer.WriteString("path", plan.Path);
            writer.WriteBoolean("valid", plan.IsValid);
            writer.WriteString("problem", plan.Problem?.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
