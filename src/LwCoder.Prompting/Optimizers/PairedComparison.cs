using System.Globalization;
using LwCoder.Prompting.Evaluation;

namespace LwCoder.Prompting.Optimizers;

/// <summary>Two candidates on the same examples.</summary>
/// <param name="Pairs">Examples both were run on.</param>
/// <param name="BaselineMean">The baseline's mean; null without examples.</param>
/// <param name="CandidateMean">The candidate's.</param>
/// <param name="Difference">The 95 % interval of candidate minus baseline; null below two examples.</param>
/// <param name="Verdict">What follows from it.</param>
public sealed record PairedComparison(
    int Pairs, double? BaselineMean, double? CandidateMean, Interval? Difference, Verdict Verdict)
{
    /// <summary>Fewer say nothing about others, however far apart the scores are.</summary>
    public const int FewestPairs = 5;

    private const int Resamples = 10_000;

    /// <summary>Compares by a paired bootstrap of the differences, percentile method.</summary>
    /// <param name="baseline">The baseline's scores.</param>
    /// <param name="candidate">The candidate's, on the same examples in the same order.</param>
    /// <param name="seed">The run's seed.</param>
    public static PairedComparison Of(IReadOnlyList<double> baseline, IReadOnlyList<double> candidate, int seed)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentOutOfRangeException.ThrowIfNotEqual(candidate.Count, baseline.Count, nameof(candidate));
        if (baseline.Count == 0)
        {
            return new PairedComparison(0, null, null, null, Verdict.Inconclusive);
        }
        double[] differences = [.. candidate.Zip(baseline, (ours, theirs) => ours - theirs)];
        Interval? interval = differences.Length < 2 ? null : Bootstrap(differences, SeededRandom.For(seed, "bootstrap interval"));
        return new PairedComparison(
            baseline.Count, baseline.Average(), candidate.Average(), interval, Judge(differences, interval));
    }

    /// <summary>As in <c>0.62 → 0.71 on 20 held-out examples, difference 0.09 [0.02, 0.17]: better</c>.</summary>
    public string Say() => Pairs == 0
        ? "inconclusive: nothing was run on held-out examples"
        : string.Create(CultureInfo.InvariantCulture,
            $"{BaselineMean:0.000} → {CandidateMean:0.000} on {Pairs} held-out examples, difference "
            + $"{CandidateMean - BaselineMean:+0.000;-0.000;0.000}{Range()}: {Verdict.ToString().ToLowerInvariant()}");

    private string Range() => Difference is { } range
        ? string.Create(CultureInfo.InvariantCulture, $" [{range.Low:+0.000;-0.000;0.000}, {range.High:+0.000;-0.000;0.000}]")
        : "";

    private static Verdict Judge(double[] differences, Interval? interval) => interval switch
    {
        _ when Array.TrueForAll(differences, difference => difference == 0) => Verdict.Tie,
        { Low: > 0 } when differences.Length >= FewestPairs => Verdict.Better,
        { High: < 0 } when differences.Length >= FewestPairs => Verdict.Worse,
        _ => Verdict.Inconclusive,
    };

    private static Interval Bootstrap(double[] differences, SeededRandom random)
    {
        var means = new double[Resamples];
        for (var sample = 0; sample < Resamples; sample++)
        {
            var sum = 0.0;
            for (var draw = 0; draw < differences.Length; draw++)
            {
                sum += differences[random.Next(differences.Length)];
            }
            means[sample] = sum / differences.Length;
        }
        Array.Sort(means);
        return new Interval(means[(int)(Resamples * 0.025)], means[(int)(Resamples * 0.975)]);
    }
}
