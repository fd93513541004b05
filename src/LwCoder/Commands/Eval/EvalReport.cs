using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Judges;
using LwCoder.Platform;
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
            WriteJson(plans, refused);
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
            .Select(failure => $"; failed: {TerminalText.OneLine(failure.Error.Message, 120)}")));
        if (plan.Tests is { } tests)
        {
            Line("before", tests.Before.Summary);
            Line("after", tests.After.Summary + Moved(tests));
            foreach (var finding in tests.Tampering.Take(MostFindings))
            {
                Line("look at", TerminalText.OneLine(
                    $"test {TestResultsFile.Word(finding.Kind)}: {finding.Test ?? finding.File} "
                    + $"{(finding is { Test: not null, File: not null } ? $"in {finding.File} " : "")}({finding.Evidence})", 300));
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

    private void WriteJson(IEnumerable<EvaluatedPlan> plans, IEnumerable<RefusedPlan> refused) => JsonAnswer.Write(output, json =>
    {
        json.WriteStartArray("plans");
        foreach (var plan in plans)
        {
            Write(json, plan);
        }
        json.WriteEndArray();
        json.WriteStartArray("refused");
        foreach (var plan in refused)
        {
            json.WriteStartObject();
            json.WriteString("plan", plan.File);
            Write(json, plan.Error);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, EvaluatedPlan plan)
    {
        json.WriteStartObject();
        json.WriteString("plan_id", plan.PlanId);
        json.WriteString("base_sha", plan.Change.BaseSha);
        json.WriteString("change_sha256", plan.Change.Sha256);
        json.WriteNumberOrNull("weighted_score", plan.Judges?.WeightedScore);
        json.WriteStartArray("judges");
        foreach (var score in plan.Judges?.Scores ?? [])
        {
            json.WriteStartObject();
            json.WriteString("judge_name", score.Name);
            json.WriteNumber("weight", score.Weight);
            json.WriteNumber("score", score.Score);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteSide(json, "tests_before", plan.Tests, plan.Tests is { } one ? TestResultsFile.Format(one.Before, null) : null);
        WriteSide(json, "tests_after", plan.Tests, plan.Tests is { } two ? TestResultsFile.Format(two.After, two) : null);
        json.WriteString("feedback", plan.Feedback?.Text);
        json.WriteNumberOrNull("human_score", plan.Feedback?.Score);
        json.WriteString("evidence", plan.Folder.Path);
        json.WriteString("sample", plan.Sample is { Missing.Count: 0 } sample ? sample.Folder : null);
        json.WriteStartArray("failures");
        foreach (var (step, error, _) in plan.Failures)
        {
            json.WriteStartObject();
            json.WriteString("step", step);
            Write(json, error);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UserError error)
    {
        json.WriteString("error", error.Message);
        json.WriteString("fix", error.Hint);
    }

    private static void WriteSide(Utf8JsonWriter json, string name, TestComparisonResult? tests, byte[]? content)
    {
        json.WritePropertyName(name);
        if (tests is null || content is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(content);
        }
    }

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
