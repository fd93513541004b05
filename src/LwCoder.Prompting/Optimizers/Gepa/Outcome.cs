namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>What the search remembers of a rollout.</summary>
/// <param name="Score">Its score.</param>
/// <param name="Objectives">Its objectives; empty where there are none.</param>
internal readonly record struct Outcome(double Score, IReadOnlyDictionary<string, double> Objectives)
{
    public Outcome(double score) : this(score, System.Collections.ObjectModel.ReadOnlyDictionary<string, double>.Empty)
    {
    }
}
