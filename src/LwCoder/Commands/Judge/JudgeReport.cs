using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Evaluation;
using LwCoder.Judges;
using LwCoder.Platform;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Judge;

/// <param name="Folder">Where the findings are kept.</param>
internal sealed record JudgedPlan(string PlanId, PlanChange Change, PanelResult Result, string Folder);

/// <summary>The answer of `judge`: each judge's score and feedback, the weighted score, where it all is.</summary>
internal sealed class JudgeReport(TextWriter output)
{
    /// <summary>`3 files, +10 -2, in the worktree`.</summary>
    public static string Describe(PlanChange change) => string.Create(
        CultureInfo.InvariantCulture,
        $"{change.Files.Count} {(change.Files.Count == 1 ? "file" : "files")}, +{change.Insertions} -{change.Deletions}, ")
        + (change.Source == PlanChange.Worktree ? "in the worktree" : $"by the patch of run {change.Source}");

    public void Write(JudgedPlan judged, JudgeOptions options)
    {
        if (options.Json)
        {
            WriteJson(judged, options.Threshold);
            return;
        }
        foreach (var outcome in judged.Result.Outcomes)
        {
            WriteOutcome(outcome);
        }
        var score = judged.Result.WeightedScore is { } weighted
            ? string.Create(CultureInfo.InvariantCulture, $"{weighted:0.00}")
            : "none: no judge with a weight came to a score";
        output.WriteLine($"weighted score  {score}{Against(judged.Result, options.Threshold)}");
        output.WriteLine($"cost            {UsageJson.ToText(judged.Result.Usage)}");
        output.WriteLine($"files           {judged.Folder}");
    }

    private static string Against(PanelResult result, double? threshold) => threshold is { } least
        ? string.Create(CultureInfo.InvariantCulture, $" (threshold {least:0.00}")
            + (result.Failures.Any() ? ", a judge failed)" : ")")
        : "";

    private void WriteOutcome(JudgeOutcome outcome)
    {
        if (outcome.Judgement is not { } judgement)
        {
            output.WriteLine($"{outcome.Judge.Name}: failed: {TerminalText.OneLine(outcome.Failure!.Message, 500)}");
            if (outcome.Failure.Hint is { } hint)
            {
                output.WriteLine($"  fix: {TerminalText.OneLine(hint, 500)}");
            }
            output.WriteLine();
            return;
        }
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{judgement.Judge.Name}: {judgement.Score:0.00}{JudgementMarkdown.Spread(judgement)}, ")
            + string.Create(CultureInfo.InvariantCulture, $"weight {judgement.Judge.Weight:0.00}"));
        foreach (var line in TerminalText.Lines(judgement.Feedback).Split('\n'))
        {
            output.WriteLine($"  {line}".TrimEnd());
        }
        output.WriteLine();
    }

    private void WriteJson(JudgedPlan judged, double? threshold) => JsonAnswer.Write(output, json =>
    {
        json.WriteString("plan_id", judged.PlanId);
        json.WriteString("base_sha", judged.Change.BaseSha);
        json.WriteString("change_source", judged.Change.Source);
        json.WriteString("change_sha256", judged.Change.Sha256);
        json.WriteTexts("left_out", judged.Result.LeftOut);
        json.WriteStartArray("judges");
        foreach (var outcome in judged.Result.Outcomes)
        {
            json.WriteStartObject();
            WriteOutcome(json, outcome);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumberOrNull("weighted_score", judged.Result.WeightedScore);
        json.WriteNumberOrNull("threshold", threshold);
        UsageJson.Write(json, judged.Result.Usage);
        json.WriteString("folder", judged.Folder);
    });

    private static void WriteOutcome(Utf8JsonWriter json, JudgeOutcome outcome)
    {
        if (outcome.Judgement is { } judgement)
        {
            JudgementJson.Write(json, judgement);
            return;
        }
        json.WriteString("judge_name", outcome.Judge.Name);
        json.WriteNumber("weight", outcome.Judge.Weight);
        json.WriteNull("score");
        json.WriteString("error", outcome.Failure!.Message);
    }
}
