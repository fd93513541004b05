using System.Globalization;
using System.Text;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Optimization.PromptSets;

/// <summary>ANALYSIS.md of a candidate that a search found: what was tried, and on what.</summary>
internal static class PromptAnalysis
{
    public static string Of(OptimizationReport report, DataSplit split, string resultsFolder)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture, $"Found by {report.Optimizer} (seed {report.Seed}) in replays of past plans.\n\n")
            .Append(CultureInfo.InvariantCulture, $"- changed: {string.Join(", ", Changed(report))}\n")
            .Append(CultureInfo.InvariantCulture, $"- learned from: {Names(split.Train)}\n")
            .Append(CultureInfo.InvariantCulture, $"- chosen by: {Names(split.Dev)}; mean score ")
            .Append(CultureInfo.InvariantCulture, $"{report.Outcome.BaselineScore:0.000} → {report.Outcome.BestScore:0.000}")
            .Append(CultureInfo.InvariantCulture, $" of {report.Outcome.Candidates} prompt sets\n")
            .Append(CultureInfo.InvariantCulture, $"- compared on, as nothing was chosen by them: {Names(split.Test)}\n");
        if (report.SayRefused() is { } refused)
        {
            text.Append(CultureInfo.InvariantCulture, $"- refused: {refused}\n");
        }
        return text.Append(CultureInfo.InvariantCulture,
            $"\nPlans that it was chosen by flatter it. Every replay and every text that was tried is in {resultsFolder}.")
            .ToString();
    }

    /// <summary>Names of the prompts that are others now.</summary>
    public static IEnumerable<string> Changed(OptimizationReport report) =>
        report.Best.Components.Where(part => part.Text != report.Baseline[part.Name].Text).Select(part => part.Name);

    private static string Names(IReadOnlyList<Example> plans) => string.Join(", ", plans.Select(plan => plan.Id));
}
