using System.Globalization;
using System.Text;
using LwCoder.Commands.Shared;
using LwCoder.Diagnosis;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Code;

/// <summary>The last words of `code`: what happened, where it is, what to type next.</summary>
internal sealed class CodeReport(TextWriter output)
{
    public void Write(FinishedRun finished, OpenPlan plan, bool json)
    {
        var run = finished.Manifest;
        if (json)
        {
            output.WriteLine(Encoding.UTF8.GetString(run.ToJson()));
            return;
        }
        SubagentFeedbackText.Write(output, finished.Directory);
        output.WriteLine($"{run.Outcome}: {TerminalText.OneLine(run.Reason ?? "", 300)}");
        output.WriteLine($"  change    {Change(run)}{Cost(run)}");
        if (run.Diagnosis is { Category: not "none" } diagnosis)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  why       {diagnosis.Category} ({diagnosis.Confidence:0.00}): ")
                + TerminalText.OneLine(diagnosis.Summary, 300));
        }
        if (run.RecoveryOf is { } recovery)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  tried     recovery {recovery.Attempt}, from {recovery.Category} in {recovery.Run}"));
        }
        foreach (var risk in run.Risks)
        {
            output.WriteLine($"  look at   {TerminalText.OneLine(risk, 300)}");
        }
        output.WriteLine($"  worktree  {run.Worktree}");
        output.WriteLine($"  run       {run.RunId} (lw_coder runs show|logs|diff {run.RunId})");
        output.WriteLine($"  next      {Next(run, plan)}");
    }

    private static string Change(RunManifest run) => run.Changes switch
    {
        null or { Files: 0, Commits: 0 } => "none",
        { } change => $"{change.ToText()} on branch {run.Branch}",
    };

    private static string Cost(RunManifest run) => run.Cost is { } cost
        ? string.Create(CultureInfo.InvariantCulture, $"; ${cost:0.00} ({run.CostSource})")
        : "";

    private static string Next(RunManifest run, OpenPlan plan) => run.Outcome == "completed"
        ? $"look at it with 'lw_coder runs diff {run.RunId}', continue with 'lw_coder code {Quoted(plan.Argument)}', "
            + $"or bring it home with 'lw_coder finalize {run.PlanId}'"
        : $"{NextStep.After(run, FailureCategories.Parse(run.Diagnosis?.Category))} (see why with 'lw_coder why {run.RunId}')";

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
