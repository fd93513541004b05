namespace LwCoder.Prompting.Optimizers;

/// <summary>What any optimizer is told.</summary>
public sealed record OptimizerOptions
{
    /// <summary>Decides everything that is drawn. Same seed, data and answers: same result.</summary>
    public int Seed { get; init; }

    /// <summary>The most metric calls, the measurement at the end included. A result known already is free.</summary>
    public int MaxMetricCalls { get; init; } = 500;

    /// <summary>
    /// The most money in US dollars, for rollouts and proposals; null: any. Held by averages of what was spent, before each
    /// batch; a <see cref="Budgets.Budget"/> around the clients holds each single call as well.
    /// </summary>
    public decimal? MaxCost { get; init; }

    /// <summary>
    /// Metric calls, and the money they would cost, that the search leaves over for what its caller does next, such as a
    /// comparison of his own.
    /// </summary>
    public int KeptBack { get; init; }

    /// <summary>How long a proposed text may be; a longer one is refused.</summary>
    public ProposalLimit Limit { get; init; } = ProposalLimit.Default;

    /// <summary>Rollouts under way at once.</summary>
    public int Parallelism { get; init; } = 8;

    /// <summary>
    /// The file that remembers every rollout and proposal, so that a run that ended half-way goes on where it was and pays
    /// nothing twice; null: nothing is kept.
    /// </summary>
    public string? JournalPath { get; init; }

    /// <summary>What else the run depends on, such as the names of models; a journal of other facts is refused.</summary>
    public string Facts { get; init; } = "";

    /// <summary>Hears how it goes, one call at a time.</summary>
    public Action<OptimizerProgress>? OnProgress { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
