using LwCoder.Evaluation.Feedback;
using LwCoder.Runs;

namespace LwCoder.Training.Achievements;

/// <summary>One run, as far as it counts for its prompts.</summary>
/// <param name="Outcome">Null when it is not known: the run is under way, was killed, or only its sample is left.</param>
/// <param name="Cost">US dollars, with what generating its prompts took.</param>
internal sealed record RunFact(
    PromptVersion Version, string PlanId, DateTimeOffset At, string? Outcome, decimal? Cost, TokenCounts? Tokens);

/// <summary>What one version of the prompts achieved: sums over its runs, and over the plans that had it last.</summary>
/// <param name="Runs">At least one.</param>
internal sealed record Achievement(PromptVersion Version, IReadOnlyList<RunFact> Runs, IReadOnlyList<PlanEvidence> Plans)
{
    public DateTimeOffset FirstUsed => Runs.Min(run => run.At);

    public DateTimeOffset LastUsed => Runs.Max(run => run.At);

    /// <summary>How many runs ended how, by the outcome's name.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => new SortedDictionary<string, int>(
        Runs.GroupBy(run => run.Outcome ?? "unknown").ToDictionary(group => group.Key, group => group.Count()),
        StringComparer.Ordinal);

    /// <summary>Mean over plans that were judged; null without any.</summary>
    public double? Score => Plans.Average(plan => plan.Score);

    public int JudgedPlans => Plans.Count(plan => plan.Score is not null);

    public int TestedPlans => Plans.Count(plan => plan.PassRate is not null);

    /// <summary>Plans all of whose tests passed.</summary>
    public int PassedPlans => Plans.Count(plan => plan.PassRate is 1);

    public int Accepted => Plans.Count(plan => plan.Verdict == HumanVerdict.Accept);

    public int Rejected => Plans.Count(plan => plan.Verdict == HumanVerdict.Reject);

    /// <summary>Of the runs whose cost is known.</summary>
    public decimal Cost => Runs.Sum(run => run.Cost ?? 0);

    public int RunsWithCost => Runs.Count(run => run.Cost is not null);

    public TokenCounts Tokens => new(
        Runs.Sum(run => run.Tokens?.In ?? 0), Runs.Sum(run => run.Tokens?.Out ?? 0), Runs.Sum(run => run.Tokens?.Cached ?? 0));
}
