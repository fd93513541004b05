using System.Globalization;
using LwCoder.Optimization.Examples;

namespace LwCoder.Optimization.Quality;

/// <summary>What recorded sessions are measured by.</summary>
internal static class QualityMetrics
{
    private const decimal DearestUsd = 8;

    public static readonly QualityMetric PunchCardPassRate = new(
        "punch_card_pass_rate", session => session.Facts.CardPassed switch
        {
            true => (1, "its card is fulfilled"),
            false => (0, "its card is not fulfilled"),
            null => (session.Facts.Completion, Text($"no card; {session.Facts.Completion:P0} of its steps came to their end")),
        });

    public static readonly QualityMetric CostEfficiency = new("cost_efficiency", session =>
        (1 - (double)(session.Facts.CostUsd / DearestUsd), Text($"${session.Facts.CostUsd:0.00} of ${DearestUsd}")));

    public static readonly QualityMetric TaskCompletionRate = new("task_completion_rate", session =>
        (session.Outcome == Outcome.Success ? 1 : 0, session.Reason));

    /// <summary>Half where nothing had to be recovered: such a session says nothing either way.</summary>
    public static readonly QualityMetric FitterRecoverySuccessRate = new("fitter_recovery_success_rate", session => session switch
    {
        { Recovers: null } => (0.5, "it recovers nothing"),
        { Outcome: Outcome.Success } => (1, $"it recovered {session.Recovers}"),
        _ => (0, $"it did not recover {session.Recovers}"),
    });

    public static readonly QualityMetric ToolAdherenceScore = new("tool_adherence_score", session =>
        session.Facts is { Calls: > 0 } facts
            ? ((double)(facts.Reads + facts.Edits + facts.Shells) / facts.Calls,
                Text($"{facts.Reads + facts.Edits + facts.Shells} of {facts.Calls} calls read, edited or ran something"))
            : (1, "it called no tool"));

    public static readonly IReadOnlyList<QualityMetric> Single =
        [PunchCardPassRate, CostEfficiency, TaskCompletionRate, FitterRecoverySuccessRate, ToolAdherenceScore];

    public static readonly QualityMetric WeightedQualityScore =
        Weighted(Single.ToDictionary(metric => metric.Name, _ => 1.0 / Single.Count));

    public static readonly IReadOnlyList<QualityMetric> All = [.. Single, WeightedQualityScore];

    /// <summary>A sum of the single metrics.</summary>
    /// <param name="weights">By name; a metric that is not named has none. Not negative; with a sum other than 1 they are
    /// brought to it.</param>
    public static QualityMetric Weighted(IReadOnlyDictionary<string, double> weights)
    {
        var sum = weights.Values.Sum();
        if (weights.Keys.FirstOrDefault(name => Single.All(metric => metric.Name != name)) is { } strange)
        {
            throw new ArgumentException($"There is no metric {strange}.", nameof(weights));
        }
        if (weights.Values.Any(weight => !(weight >= 0)) || !(sum > 0) || !double.IsFinite(sum))
        {
            throw new ArgumentException("Weights are not negative, and one of them is positive.", nameof(weights));
        }
        return new QualityMetric("weighted_quality_score", session =>
        {
            var scores = Single.Where(metric => weights.ContainsKey(metric.Name)).Select(metric => metric.Of(session)).ToList();
            return (scores.Sum(score => score.Value * weights[score.Metric] / sum),
                string.Join("; ", scores.Select(score => Text($"{score.Metric} {score.Value:0.00}"))));
        });
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
