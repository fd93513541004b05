namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>A candidate's run on some examples.</summary>
/// <param name="Outcomes">What each was worth, in the examples' order.</param>
/// <param name="Rollouts">What a reflecting model can learn from, in the same order; empty: nothing.</param>
/// <param name="Paid">The metric calls it took.</param>
internal sealed record Measurement(IReadOnlyList<Outcome> Outcomes, IReadOnlyList<Rollout> Rollouts, int Paid)
{
    public IReadOnlyList<double> Scores { get; } = [.. Outcomes.Select(outcome => outcome.Score)];

    /// <summary>Added from the first to the last.</summary>
    public double Sum => Scores.Sum();
}
