using System.Globalization;
using System.Text;
using LwCoder.Commands.Shared;
using LwCoder.Platform;
using LwCoder.Platform.Terminal;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Commands.Candidates;

/// <summary>The answer of `candidates compare`.</summary>
internal sealed class CompareReport(TextWriter output, bool forPerson)
{
    public void Write(Comparison comparison, string folder, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(Encoding.UTF8.GetString(ComparisonFile.Format(comparison)));
            return;
        }
        TextTable.Write(
            output, forPerson, ["PLAN", "ACTIVE", .. comparison.Candidates.Select(candidate => candidate.Set.Name)],
            [.. comparison.Plans.Select(plan => (IReadOnlyList<string>)
            [
                plan.PlanId + (plan.TrainedOn.Count > 0 ? " (trained on)" : ""), Scores(plan.Scores),
                .. plan.Candidates.Select(result =>
                    Scores(result.Scores) + (result.Difference is { } by ? $" ({ComparisonText.Signed(by)})" : "")),
            ])]);
        output.WriteLine();
        Line(comparison.Baseline, "");
        foreach (var candidate in comparison.Candidates)
        {
            Line(candidate.Set, ComparisonText.Verdict(candidate));
            if (ComparisonText.Difference(candidate) is { } difference)
            {
                output.WriteLine($"    {difference}");
            }
        }
        if (comparison.StoppedBy is { } why)
        {
            output.WriteLine($"stopped      {TerminalText.OneLine(why, 500)}; run it again to go on, "
                + "with a larger budget where that is spent");
        }
        if (comparison.HeldOut.Count > 0)
        {
            output.WriteLine($"held out     {string.Join(", ", comparison.HeldOut)} (candidates were trained on them)");
        }
        output.WriteLine($"record       {Path.Combine(folder, ComparisonFile.Name)}");
    }

    /// <summary>Folders that wait for an engine.</summary>
    public void Write(IReadOnlyList<ReplayFolder> folders, bool asJson)
    {
        if (asJson)
        {
            JsonAnswer.Write(output, json => json.WriteTexts("folders", folders.Select(folder => folder.Path)));
            return;
        }
        foreach (var folder in folders)
        {
            output.WriteLine(folder.Path);
        }
    }

    private void Line(ComparedSet set, string verdict)
    {
        var spent = new Spending(set.Cost, set.CostSource).ToText();
        output.WriteLine($"{set.Name} ({set.Fingerprint})" + (verdict.Length > 0 ? $"  {verdict}" : ""));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    mean {Optional(set.Mean)} of {set.Replays} replayed")
            + (set.Unscored > 0 ? string.Create(CultureInfo.InvariantCulture, $", {set.Unscored} without a score") : "")
            + string.Create(CultureInfo.InvariantCulture, $", {spent}, {TimeSpan.FromSeconds(Math.Round(set.Seconds))} of work"));
    }

    private static string Scores(IReadOnlyList<double> scores) =>
        scores.Count == 0 ? "-" : string.Join(' ', scores.Select(ComparisonText.Number));

    private static string Optional(double? value) => value is { } known ? ComparisonText.Number(known) : "-";
}
