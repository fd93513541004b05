using LwCoder.Prompting.Models;

namespace LwCoder.Prompting.Optimizers;

/// <summary>Where an optimization is.</summary>
/// <param name="Stage">What is being done, in a few words.</param>
/// <param name="MetricCalls">Metric calls so far, those remembered from an earlier start included.</param>
/// <param name="MaxMetricCalls">The most there may be.</param>
/// <param name="Replayed">Metric calls that were remembered, and took no time.</param>
/// <param name="Best">The best score on the dev examples so far; null before the first.</param>
/// <param name="Spent">What was spent, remembered calls included.</param>
/// <param name="Elapsed">Since this start.</param>
public sealed record OptimizerProgress(
    string Stage, int MetricCalls, int MaxMetricCalls, int Replayed, double? Best, Usage Spent, TimeSpan Elapsed)
{
    /// <summary>What has that score; null before the first.</summary>
    public Candidate? BestCandidate { get; init; }

    /// <summary>The time to the last metric call at the pace so far; null while there is no pace.</summary>
    public TimeSpan? Remaining => MetricCalls > Replayed
        ? Elapsed / (MetricCalls - Replayed) * (MaxMetricCalls - MetricCalls)
        : null;
}
