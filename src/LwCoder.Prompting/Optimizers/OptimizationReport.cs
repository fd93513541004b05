using LwCoder.Prompting.Models;

namespace LwCoder.Prompting.Optimizers;

/// <summary>What an optimization found, and how sure that is.</summary>
/// <param name="Optimizer">Its name.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Baseline">What there was.</param>
/// <param name="Outcome">What the search ended with.</param>
/// <param name="HeldOut">Both on examples that the search did not see: the only number to trust.</param>
public sealed record OptimizationReport(
    string Optimizer, string Settings, int Seed, Candidate Baseline, OptimizerOutcome Outcome, PairedComparison HeldOut)
{
    /// <summary>The held-out examples one by one.</summary>
    public IReadOnlyList<HeldOutRow> HeldOutRows { get; init; } = [];

    /// <summary>What it was said to take.</summary>
    public required Forecast Forecast { get; init; }

    /// <summary>Proposals that were run on nothing, in order.</summary>
    public IReadOnlyList<RefusedProposal> Refused { get; init; } = [];

    /// <summary>SHA-256 of the examples and of the part each was in.</summary>
    public required string DataHash { get; init; }

    /// <summary>Metric calls made.</summary>
    public int MetricCalls { get; init; }

    /// <summary>What was spent, in all starts together.</summary>
    public Usage Spent { get; init; } = Usage.None;

    /// <summary>The time of this start.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The best candidate.</summary>
    public Candidate Best => Outcome.Best;

    /// <summary>Whether the search found anything other than what there was.</summary>
    public bool IsChanged => Best.Fingerprint != Baseline.Fingerprint;
}
