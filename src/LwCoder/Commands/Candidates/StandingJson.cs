using System.Text.Json;
using LwCoder.Platform;
using LwCoder.Training.Achievements;
using LwCoder.Training.Candidates;

namespace LwCoder.Commands.Candidates;

/// <summary>What prompts are worth, as JSON; null for what is not known.</summary>
internal static class StandingJson
{
    /// <summary>Writes the properties `comparison` and `achieved`.</summary>
    public static void Write(Utf8JsonWriter json, CandidateStanding standing)
    {
        if (standing is { Comparison: { } comparison, Compared: { } compared })
        {
            json.WriteStartObject("comparison");
            json.WriteString("id", comparison.Id);
            json.WriteString("against", comparison.Baseline.Fingerprint);
            json.WriteString("verdict", StandingText.Word(compared.Verdict));
            json.WriteString("reason", compared.Reason);
            json.WriteNumber("plans", compared.Pairs);
            json.WriteNumberOrNull("difference", Rounded(compared.Difference));
            json.WriteNumberOrNull("low", Rounded(compared.Low));
            json.WriteNumberOrNull("high", Rounded(compared.High));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("comparison");
        }
        if (standing.Achieved is { } achieved)
        {
            json.WriteStartObject("achieved");
            Write(json, achieved);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("achieved");
        }
    }

    /// <summary>Writes the properties of an object that the caller has begun.</summary>
    public static void Write(Utf8JsonWriter json, Achievement achieved)
    {
        json.WriteString("first_used", achieved.FirstUsed.UtcDateTime);
        json.WriteString("last_used", achieved.LastUsed.UtcDateTime);
        json.WriteNumber("runs", achieved.Runs.Count);
        json.WriteStartObject("outcomes");
        foreach (var (outcome, count) in achieved.Outcomes)
        {
            json.WriteNumber(outcome, count);
        }
        json.WriteEndObject();
        json.WriteNumber("judged_plans", achieved.JudgedPlans);
        json.WriteNumberOrNull("mean_score", Rounded(achieved.Score));
        json.WriteNumber("tested_plans", achieved.TestedPlans);
        json.WriteNumber("passed_plans", achieved.PassedPlans);
        json.WriteNumber("accepted", achieved.Accepted);
        json.WriteNumber("rejected", achieved.Rejected);
        json.WriteNumber("cost", achieved.Cost);
        json.WriteNumber("runs_with_cost", achieved.RunsWithCost);
        json.WriteStartObject("tokens");
        json.WriteNumber("in", achieved.Tokens.In);
        json.WriteNumber("out", achieved.Tokens.Out);
        json.WriteNumber("cached", achieved.Tokens.Cached);
        json.WriteEndObject();
    }

    private static double? Rounded(double? number) => number is { } known ? Math.Round(known, 4) : null;
}
