using System.Globalization;
using LwCoder.Training.Comparisons;

namespace LwCoder.Training.Promotion;

/// <summary>Whether comparisons speak for a candidate, and the sentence that says why. Pure.</summary>
/// <param name="Verdict">Of the comparison that counts; null where there is none.</param>
internal sealed record PromotionGround(ComparisonVerdict? Verdict, string Reason)
{
    public bool IsWon => Verdict == ComparisonVerdict.Won;

    /// <param name="comparisons">Newest first. What counts is the newest of exactly these two sets.</param>
    /// <param name="candidate">Its fingerprint.</param>
    /// <param name="active">That of the prompts it would replace.</param>
    public static PromotionGround Of(IReadOnlyList<Comparison> comparisons, string candidate, string active)
    {
        var all = comparisons.Where(comparison => comparison.Of(candidate) is not null).ToList();
        if (all.Find(comparison => comparison.Baseline.Fingerprint == active) is { } current)
        {
            return Of(current, current.Of(candidate)!);
        }
        return all is [var stale, ..]
            ? new(null, $"the comparison {stale.Id} was against {stale.Baseline.Fingerprint}, "
                + $"and the active prompts are {active} now")
            : new(null, $"nothing compared its prompts {candidate} with the active ones, {active}");
    }

    private static PromotionGround Of(Comparison comparison, ComparedCandidate compared) => new(
        compared.Verdict,
        $"{compared.Verdict switch
        {
            ComparisonVerdict.Won => "it won",
            ComparisonVerdict.Lost => "it lost",
            _ => "it neither won nor lost",
        }} the comparison {comparison.Id}{Numbers(compared)}");

    private static string Numbers(ComparedCandidate compared) => compared is { Difference: { } by, Low: { } low, High: { } high }
        ? $": {Signed(by)}, between {Signed(low)} and {Signed(high)}, on {compared.Pairs} plans"
        : "";

    private static string Signed(double number) => number.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
