using LwCoder.Prompting.Evaluation;

namespace LwCoder.Training.Comparisons;

/// <summary>What can be said of a few numbers by drawing from them again and again. The same seed draws the same.</summary>
internal static class Bootstrap
{
    public const int Draws = 10_000;

    /// <summary>
    /// The 95 % interval of the mean. Of few values the plain percentiles are far too narrow, so they are widened as much as
    /// Student's t is wider than the normal distribution (Hesterberg's expanded percentile interval).
    /// </summary>
    /// <param name="values">At least two.</param>
    public static Interval OfMean(IReadOnlyList<double> values, int seed)
    {
        var random = new Random(seed);
        var means = Sorted(() => MeanOfDrawn(values, values.Count, random));
        var count = values.Count;
        var share = NormalTail(Math.Sqrt((double)count / (count - 1)) * Interval.StudentQuantile(count - 1));
        return new Interval(Quantile(means, share), Quantile(means, 1 - share));
    }

    /// <summary>
    /// How far the mean difference of a set of prompts to itself goes from zero, in 95 of 100 comparisons with as many plans
    /// and attempts as these. Attempts are drawn around each plan's own mean; as that mean comes from the same few attempts,
    /// they are spread out accordingly.
    /// </summary>
    /// <returns>Null when no plan was attempted twice: then nothing is known of noise.</returns>
    public static double? NoiseFloor(IReadOnlyList<PairedScores> plans, int seed)
    {
        var own = plans.Select(plan => Deviations(plan.Baseline)).ToList();
        var all = own.SelectMany(deviations => deviations).ToList();
        if (all.Count == 0)
        {
            return null;
        }
        var random = new Random(seed);
        var differences = Sorted(() =>
        {
            var sum = 0.0;
            for (var index = 0; index < plans.Count; index++)
            {
                var deviations = own[index].Count > 0 ? own[index] : all;
                sum += MeanOfDrawn(deviations, plans[index].Candidate.Count, random)
                    - MeanOfDrawn(deviations, plans[index].Baseline.Count, random);
            }
            return Math.Abs(sum / plans.Count);
        });
        return Quantile(differences, 0.95);
    }

    private static double MeanOfDrawn(IReadOnlyList<double> values, int count, Random random)
    {
        var sum = 0.0;
        for (var drawn = 0; drawn < count; drawn++)
        {
            sum += values[random.Next(values.Count)];
        }
        return sum / count;
    }

    private static List<double> Deviations(IReadOnlyList<double> scores)
    {
        if (scores.Count < 2)
        {
            return [];
        }
        var (mean, spread) = (scores.Average(), Math.Sqrt((double)scores.Count / (scores.Count - 1)));
        return [.. scores.Select(score => (score - mean) * spread)];
    }

    private static double[] Sorted(Func<double> draw)
    {
        var drawn = new double[Draws];
        for (var index = 0; index < Draws; index++)
        {
            drawn[index] = draw();
        }
        Array.Sort(drawn);
        return drawn;
    }

    private static double Quantile(double[] sorted, double share) =>
        sorted[Math.Clamp((int)Math.Round(share * (sorted.Length - 1)), 0, sorted.Length - 1)];

    /// <summary>
    /// The share of a normal distribution beyond so many deviations, to seven digits (Abramowitz and Stegun 26.2.17).
    /// </summary>
    private static double NormalTail(double deviations)
    {
        var t = 1 / (1 + (0.2316419 * deviations));
        var sum = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return Math.Exp(-deviations * deviations / 2) / Math.Sqrt(2 * Math.PI) * sum;
    }
}
