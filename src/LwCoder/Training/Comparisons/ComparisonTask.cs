using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <summary>One replay of a comparison: a plan, with one of the prompt sets, for the n-th time.</summary>
internal sealed record ComparisonTask(PastPlan Plan, PromptSource Source, ReplayJob Job)
{
    /// <summary>The name of its folder and of its result.</summary>
    public string Key => $"{Plan.Id}.{Source.Key}.{Job.Attempt}";

    /// <summary>
    /// Plan by plan, so that what is stopped early has whole plans to show, and in turns, so that a
    /// provider's bad hour meets all.
    /// </summary>
    /// <param name="active">The baseline, tried twice at least: what it differs from itself by is the noise.</param>
    public static IReadOnlyList<ComparisonTask> All(
        IReadOnlyList<PastPlan> plans, PromptSource active, IReadOnlyList<PromptSource> candidates, int attempts,
        Func<PastPlan, PromptSource, int, ReplayJob> job) =>
    [
        .. from plan in plans
           from attempt in Enumerable.Range(1, Math.Max(2, attempts))
           from source in attempt <= attempts ? candidates.Prepend(active) : [active]
           select new ComparisonTask(plan, source, job(plan, source, attempt)),
    ];
}
