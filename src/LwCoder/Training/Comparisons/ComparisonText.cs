using System.Globalization;

namespace LwCoder.Training.Comparisons;

/// <summary>What a comparison says of a candidate, for people.</summary>
internal static class ComparisonText
{
    /// <summary>`won: better by 0.500 on 5 plans`.</summary>
    public static string Verdict(ComparedCandidate candidate) =>
        $"{candidate.Verdict.ToString().ToLowerInvariant()}: {candidate.Reason}";

    /// <returns>Null without a pair.</returns>
    public static string? Difference(ComparedCandidate candidate) => candidate.Difference is { } difference
        ? $"difference {Signed(difference)}"
            + (candidate is { Low: { } low, High: { } high } ? $", 95 % interval {Signed(low)} to {Signed(high)}" : "")
            + (candidate.NoiseFloor is { } noise ? $", noise {Number(noise)}" : "")
        : null;

    public static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
