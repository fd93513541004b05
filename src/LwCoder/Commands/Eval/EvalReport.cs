using System.Globalization;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Judges;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Eval;

/// <summary>The answer of `eval`: for one plan its evidence and what is missing, for several a table.</summary>
internal sealed class EvalReport(TextWriter output, bool forPerson)
{
    private const int MostFindings = 10;

    /// <param name="refused">Told when it happened, and part of the answer for programs.</param>
    public void Write(IReadOnlyList<EvaluatedPlan> plans, IReadOnlyList<RefusedPlan> refused, EvalOptions options)
    {
        if (options.Json)
        {
            EvalJson.Write(output, plans, refused);
        }
        else if (options.All)
        {
            WriteTable(plans);
        }
        else
        {
            WritePage(plans[0]);
        }
    }

    private void WritePage(EvaluatedPlan plan)
    {
        Line("judges", Scores(plan.Judges) + string.Concat(plan.Failures
            .Where(failure => failure is { Step: StepFailure.Judges, IsPartial: true })
            .Select(failure => $"; {TerminalText.OneLine(failure.Error.Message, 300)}")));
        if (plan.Tests is { } tests)
        {
            Line("before", tests.Before.Summary);
            Line("after", tests.After.Summary + Moved(tests));
            foreach (var finding in tests.Tampering.Take(MostFindings))
            {
                Line("look at", TerminalText.OneLine(finding.Describe(), 300));
            }
            if (tests.Tampering.Count > MostFindings)
            {
                Line("", $"and {tests.Tampering.Count - MostFindings} more in the evidence");
            }
        }
        Line("feedback", Words(plan.Feedback));
        Line("evidence", plan.Folder.Path);
        Line("sample", plan.Sample switch
        {
            null => "none",
            { Missing.Count: > 0 } sample => $"not yet, without {string.Join(", ", sample.Missing)}",
            { Changed: false } sample => $"{sample.Folder} (unchanged)",
            { } sample => sample.Folder + (sample.Redactions > 0 ? $" ({sample.Redactions} secrets taken out)" : ""),
        });
        Line("next", Next(plan));
    }

    private static string Next(EvaluatedPlan plan) => plan switch
    {
        { Sample.Missing.Count: 0, Change.Source: not PlanChange.Worktree } => "commit the sample, to learn from",
        { Sample.Missing.Count: 0 } => $"'lw_coder finalize {plan.PlanId}', or 'lw_coder code {plan.PlanId}' to go on",
        { Feedback: null } => $"say what you think: lw_coder eval {plan.PlanId} --verdict accept --feedback \"...\"",
        _ => $"put right what is said above, then 'lw_coder eval {plan.PlanId}' again",
    };

    private void WriteTable(IReadOnlyList<EvaluatedPlan> plans) => TextTable.Write(
        output, forPerson, ["PLAN", "JUDGES", "BEFORE", "AFTER", "LOOK AT", "FEEDBACK", "SAMPLE"],
        [.. plans.Select(plan => (IReadOnlyList<string>)
        [
            plan.PlanId,
            Number(plan.Judges?.WeightedScore),
            Count(plan.Tests?.Before),
            Count(plan.Tests?.After),
            plan.Tests is { Tampering.Count: > 0 } tests ? $"{tests.Tampering.Count} tests touched" : "-",
            plan.Feedback is null ? "-" : plan.Feedback.Verdict is { } verdict ? HumanFeedbackFile.NameOf(verdict) : "yes",
            plan.Sample is { Missing.Count: 0 } ? "yes" : "-",
        ])]);

    private void Line(string name, string value) => output.WriteLine($"{name,-9} {value}");

    private static string Scores(PanelRecord? judges) => judges is null
        ? "no findings"
        : $"{Number(judges.WeightedScore)} weighted: "
            + string.Join(", ", judges.Scores.Select(score => $"{score.Name} {Number(score.Score)}"));

    private static string Moved(TestComparisonResult tests) => tests.Transitions is { } moved
        ? $"; {moved.FailToPass.Count} fail to pass, {moved.PassToFail.Count} pass to fail"
        : "";

    private static string Count(TestResults? results) => results switch
    {
        null => "-",
        { Format: null } => $"exit {results.ExitCode}",
        _ => $"{results.Passed}/{results.Total}",
    };

    private static string Words(HumanFeedback? feedback) => feedback switch
    {
        null => "none yet",
        { Verdict: { } verdict } => $"{HumanFeedbackFile.NameOf(verdict)} {TerminalText.OneLine(feedback.Text, 120)}".TrimEnd(),
        _ => TerminalText.OneLine(feedback.Text, 120),
    };

    private static string Number(double? value) =>
        value is { } number ? number.ToString("0.00", CultureInfo.InvariantCulture) : "-";
}
