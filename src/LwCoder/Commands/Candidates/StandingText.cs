using System.Globalization;
using LwCoder.Training.Achievements;
using LwCoder.Training.Comparisons;

namespace LwCoder.Commands.Candidates;

/// <summary>What prompts are worth, in a few words.</summary>
internal static class StandingText
{
    /// <summary>`won +0.120`.</summary>
    public static string Verdict(ComparedCandidate compared) => compared.Difference is { } difference
        ? string.Create(CultureInfo.InvariantCulture, $"{Word(compared.Verdict)} {difference:+0.000;-0.000;0.000}")
        : Word(compared.Verdict);

    /// <summary>`0.93 in 4 runs`.</summary>
    public static string Use(Achievement achieved) => achieved.Score is { } score
        ? string.Create(CultureInfo.InvariantCulture, $"{score:0.00} in {Count(achieved.Runs.Count, "run")}")
        : Count(achieved.Runs.Count, "run");

    public static string Word(ComparisonVerdict verdict) => verdict.ToString().ToLowerInvariant();

    public static string Count(int number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
