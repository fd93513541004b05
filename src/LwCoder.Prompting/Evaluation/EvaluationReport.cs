using LwCoder.Prompting.Models;

namespace LwCoder.Prompting.Evaluation;

/// <summary>What an evaluation found. Failures are counted apart: they have no score, neither zero nor any other.</summary>
/// <param name="Rows">The examples worked on, in the data set's order.</param>
/// <param name="Total">Examples in the data set; more than rows if it was stopped.</param>
/// <param name="Duration">From start to end.</param>
/// <param name="StoppedBy">What ended it early; null if nothing did.</param>
public sealed record EvaluationReport(IReadOnlyList<EvaluationRow> Rows, int Total, TimeSpan Duration, Exception? StoppedBy)
{
    /// <summary>Scores of the examples that have one.</summary>
    public IReadOnlyList<double> Scores { get; } =
        [.. Rows.Where(row => row.Score is not null).Select(row => row.Score!.Value.Value)];

    /// <summary>Examples without a score.</summary>
    public int Failures => Rows.Count - Scores.Count;

    /// <summary>The mean score; null if there is none.</summary>
    public double? Mean => Scores.Count == 0 ? null : Scores.Average();

    /// <summary>The 95 % confidence interval of the mean; null for fewer than two scores.</summary>
    public Interval? Interval => Evaluation.Interval.OfMean(Scores);

    /// <summary>The mean with failures as zero, to compare programs of which one fails more often.</summary>
    public double? MeanWithFailuresAsZero => Rows.Count == 0 ? null : Scores.Sum() / Rows.Count;

    /// <summary>What it consumed.</summary>
    public Usage Usage => Rows.Aggregate(Usage.None, (sum, row) => sum + row.Usage);

    /// <summary>The time within which a share of the examples was done.</summary>
    /// <param name="share">0.5 for the median, 0.95 for the slow ones.</param>
    public TimeSpan Latency(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var ordered = Rows.Select(row => row.Latency).Order().ToList();
        return ordered.Count == 0 ? TimeSpan.Zero : ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Count) - 1)];
    }
}
