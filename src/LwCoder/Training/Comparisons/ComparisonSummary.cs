using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <summary>Adds up what replays came to.</summary>
/// <param name="results">What is known of a task; null when it was not replayed.</param>
internal sealed class ComparisonSummary(
    IReadOnlyList<ComparisonTask> tasks, Func<ComparisonTask, ReplayResult?> results, int seed)
{
    private readonly ILookup<(string Plan, string Source), ReplayResult> _results = tasks
        .Select(task => (Key: (task.Plan.Id, task.Source.Key), Result: results(task)))
        .Where(pair => pair.Result is not null)
        .ToLookup(pair => pair.Key, pair => pair.Result!);

    private readonly IReadOnlyList<PastPlan> _plans = [.. tasks.Select(task => task.Plan).DistinctBy(plan => plan.Id)];

    public ComparedSet Of(PromptSource source)
    {
        var all = _plans.SelectMany(plan => _results[(plan.Id, source.Key)]).ToList();
        var spent = all.Aggregate(Spending.None, (sum, result) => sum + result.Spent);
        var means =
            _plans.Select(plan => Scores(plan, source)).Where(scores => scores.Count > 0).Select(scores => scores.Average());
        return new ComparedSet(
            source.Name, source.Fingerprint, means.Select(mean => (double?)mean).Average() is { } mean ? Round(mean) : null,
            all.Count(result => result.Score is not null), all.Count(result => result.Score is null),
            spent.Cost, spent.CostSource, Math.Round(all.Sum(result => result.Seconds), 1));
    }

    public ComparedCandidate Compare(PromptSource candidate, PromptSource active)
    {
        var result = PairedResult.Of(
            _plans.Select(plan => new PairedScores(Scores(plan, active), Scores(plan, candidate))), seed);
        return new ComparedCandidate(
            Of(candidate), result.Verdict, result.Reason, result.Pairs, Round(result.Difference), Round(result.Interval?.Low),
            Round(result.Interval?.High), Round(result.NoiseFloor));
    }

    public IReadOnlyList<ComparedPlan> Plans(PromptSource active, IReadOnlyList<PromptSource> candidates) =>
    [
        .. _plans.Select(plan => new ComparedPlan(
            plan.Id, plan.BaseSha,
            [.. candidates.Where(candidate => candidate.IsTrainedOn(plan.Id)).Select(candidate => candidate.Name)],
            Scores(plan, active),
            [.. candidates.Select(candidate => Of(plan, candidate, active))])),
    ];

    private PlanResult Of(PastPlan plan, PromptSource candidate, PromptSource active)
    {
        var pair = new PairedScores(Scores(plan, active), Scores(plan, candidate));
        return new PlanResult(
            candidate.Name, candidate.Fingerprint, pair.Candidate, pair.IsPair ? Round(pair.Difference) : null);
    }

    private List<double> Scores(PastPlan plan, PromptSource source) =>
        [.. _results[(plan.Id, source.Key)].Where(result => result.Score is not null).OrderBy(result => result.Attempt)
            .Select(result => Round(result.Score!.Value))];

    private static double? Round(double? value) => value is { } known ? Round(known) : null;

    private static double Round(double value) => Math.Round(value, 4);
}
