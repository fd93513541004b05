using System.Globalization;
using LwCoder.Prompting.Evaluation;

namespace LwCoder.Training.Comparisons;

/// <summary>
/// What paired scores say of a candidate. A difference counts when its interval leaves zero out and it is larger than what the
/// active prompts differ from themselves by.
/// </summary>
/// <param name="NoiseFloor">Null when no plan was attempted twice with the active prompts.</param>
internal sealed record PairedResult(
    int Pairs, double? Difference, Interval? Interval, double? NoiseFloor, ComparisonVerdict Verdict, string Reason)
{
    /// <summary>Fewer plans say more of themselves than of the prompts.</summary>
    public const int FewestPairs = 5;

    public static PairedResult Of(IEnumerable<PairedScores> plans, int seed)
    {
        var pairs = plans.Where(plan => plan.IsPair).ToList();
        if (pairs.Count == 0)
        {
            return new PairedResult(0, null, null, null, ComparisonVerdict.Inconclusive, "no plan has scores of both");
        }
        var differences = pairs.ConvertAll(pair => pair.Difference);
        var difference = differences.Average();
        Interval? interval = pairs.Count > 1 ? Bootstrap.OfMean(differences, seed) : null;
        var floor = Bootstrap.NoiseFloor(pairs, seed);
        var (verdict, reason) = Judge(pairs.Count, difference, interval, floor);
        return new PairedResult(pairs.Count, difference, interval, floor, verdict, reason);
    }

    private static (ComparisonVerdict, string) Judge(int pairs, double difference, Interval? interval, double? floor)
    {
        if (pairs < FewestPairs || interval is not { } range)
        {
            return (ComparisonVerdict.Inconclusive,
                $"{pairs} {(pairs == 1 ? "plan has" : "plans have")} scores of both; it takes {FewestPairs}");
        }
        if (floor is not { } noise)
        {
            return (ComparisonVerdict.Inconclusive,
                "no plan was scored twice with the active prompts, so the noise is not known");
        }
        if (Math.Abs(difference) <= noise)
        {
            return (ComparisonVerdict.Inconclusive,
                $"{Signed(difference)} is no more than the active prompts differ from themselves by ({Number(noise)})");
        }
        if (range.Low <= 0 && range.High >= 0)
        {
            return (ComparisonVerdict.Inconclusive,
                $"the plans disagree: the difference may be anything from {Signed(range.Low)} to {Signed(range.High)}");
        }
        return difference > 0
            ? (ComparisonVerdict.Won, $"better by {Number(difference)} on {pairs} plans")
            : (ComparisonVerdict.Lost, $"worse by {Number(-difference)} on {pairs} plans");
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
