using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Judges;
using LwCoder.Platform;
using LwCoder.Training;

namespace LwCoder.Commands.Eval;

/// <summary>The answer of `eval --json`: everything that was found out, for programs.</summary>
internal static class EvalJson
{
    public static void Write(TextWriter output, IEnumerable<EvaluatedPlan> plans, IEnumerable<RefusedPlan> refused) =>
        JsonAnswer.Write(output, json =>
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
            Write(json, score, BoundedFile.Read(plan.Folder.In(SampleFiles.JudgementOf(score.Name))));
        }
        json.WriteEndArray();
        WriteSide(json, "tests_before", plan.Tests is { } one ? TestResultsFile.Format(one.Before, null) : null);
        WriteSide(json, "tests_after", plan.Tests is { } two ? TestResultsFile.Format(two.After, two) : null);
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

    /// <param name="finding">Null when another evaluation, which began after this one, has taken it away.</param>
    private static void Write(Utf8JsonWriter json, JudgeScore score, byte[]? finding)
    {
        if (finding is not null)
        {
            WriteParsed(json, finding);
            return;
        }
        json.WriteStartObject();
        json.WriteString("judge_name", score.Name);
        json.WriteNumber("weight", score.Weight);
        json.WriteNumber("score", score.Score);
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, byte[]? content)
    {
        json.WritePropertyName(name);
        if (content is null)
        {
            json.WriteNullValue();
        }
        else
        {
            WriteParsed(json, content);
        }
    }

    /// <summary>As part of this answer, indented like the rest.</summary>
    private static void WriteParsed(Utf8JsonWriter json, byte[] content)
    {
        using var document = JsonDocument.Parse(content);
        document.RootElement.WriteTo(json);
    }
}
