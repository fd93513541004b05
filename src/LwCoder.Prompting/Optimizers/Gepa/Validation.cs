namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>What a candidate reached on the dev examples it was run on.</summary>
/// <param name="Scores">Its score, by the example's position.</param>
/// <param name="Objectives">Its objectives, by the example's position; empty where the metric names none.</param>
internal sealed record Validation(
    IReadOnlyDictionary<int, double> Scores, IReadOnlyDictionary<int, IReadOnlyDictionary<string, double>> Objectives)
{
    /// <summary>The mean score; negative infinity of nothing.</summary>
    public double Mean { get; } = Scores.Count == 0 ? double.NegativeInfinity : Scores.Values.Sum() / Scores.Count;

    /// <summary>The mean of each objective over the examples that have it.</summary>
    public IReadOnlyDictionary<string, double> ObjectiveMeans { get; } = Objectives.Values.SelectMany(scores => scores)
        .GroupBy(score => score.Key, score => score.Value)
        .ToOrderedDictionary(group => group.Key, group => group.Sum() / group.Count());

    /// <summary>Pairs examples with what was found for them.</summary>
    public static Validation Of(IReadOnlyList<int> examples, IReadOnlyList<Outcome> outcomes) => new(
        examples.Zip(outcomes).ToOrderedDictionary(pair => pair.First, pair => pair.Second.Score),
        examples.Zip(outcomes).Where(pair => pair.Second.Objectives.Count > 0)
            .ToOrderedDictionary(pair => pair.First, pair => pair.Second.Objectives));
}
