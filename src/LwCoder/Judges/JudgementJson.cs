using System.Text.Json;
using LwCoder.Platform;

namespace LwCoder.Judges;

/// <summary>A judgement as JSON: `judge_name, weight, score, feedback` as ever, and what else is known.</summary>
internal static class JudgementJson
{
    /// <summary>Writes the properties of an object that the caller has begun.</summary>
    public static void Write(Utf8JsonWriter json, Judgement judgement)
    {
        json.WriteString("judge_name", judgement.Judge.Name);
        json.WriteNumber("weight", judgement.Judge.Weight);
        json.WriteNumber("score", judgement.Score);
        json.WriteString("feedback", judgement.Feedback);
        json.WriteString("model", judgement.Model);
        WriteCriteria(json, judgement.Criteria);
        json.WriteStartArray("scores");
        foreach (var score in judgement.Scores)
        {
            json.WriteNumberValue(score);
        }
        json.WriteEndArray();
        json.WriteStartObject("spread");
        json.WriteNumber("lowest", judgement.Lowest);
        json.WriteNumber("highest", judgement.Highest);
        json.WriteNumberOrNull("deviation", judgement.Deviation);
        json.WriteEndObject();
        json.WriteTexts("failed_repetitions", judgement.Problems);
        UsageJson.Write(json, judgement.Usage);
    }

    private static void WriteCriteria(Utf8JsonWriter json, IReadOnlyList<CriterionVerdict> criteria)
    {
        json.WriteStartArray("criteria");
        foreach (var criterion in criteria)
        {
            json.WriteStartObject();
            json.WriteString("criterion", criterion.Criterion);
            json.WriteString("verdict", Words.Of(criterion.Verdict));
            json.WriteString("reason", criterion.Reason);
            json.WriteStartArray("evidence");
            foreach (var evidence in criterion.Evidence)
            {
                json.WriteStartObject();
                json.WriteString("file", evidence.File);
                json.WriteNumberOrNull("line", evidence.Line);
                json.WriteString("found_in", Words.Of(evidence.Place));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
