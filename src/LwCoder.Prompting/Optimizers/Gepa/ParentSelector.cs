namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Draws parents as a <see cref="ParentSelection"/> says.</summary>
internal sealed class ParentSelector(ParentSelection selection, MersenneTwister random)
{
    /// <param name="fronts">Candidates at each key.</param>
    /// <param name="scores">The mean score of every candidate.</param>
    public int Select<TKey>(IReadOnlyDictionary<TKey, IReadOnlyList<int>> fronts, IReadOnlyList<double> scores)
        where TKey : notnull => selection.Rule switch
        {
            ParentRule.CurrentBest => Best(scores),
            ParentRule.EpsilonGreedy => random.NextDouble() < selection.Epsilon ? random.Below(scores.Count) : Best(scores),
            ParentRule.TopKPareto => Draw(Among(Top(scores), fronts), scores),
            _ => Draw(fronts, scores),
        };

    /// <summary>The first of the highest.</summary>
    public static int Best(IReadOnlyList<double> scores) => scores.Index().MaxBy(score => score.Item).Index;

    private int Draw<TKey>(IReadOnlyDictionary<TKey, IReadOnlyList<int>> fronts, IReadOnlyList<double> scores)
        where TKey : notnull =>
        fronts.Count == 0 ? Best(scores) : random.Choice(ParetoReduction.SamplingList(fronts, scores));

    private HashSet<int> Top(IReadOnlyList<double> scores) =>
        [.. scores.Index().OrderByDescending(score => score.Item).Take(selection.Count).Select(score => score.Index)];

    private static OrderedDictionary<TKey, IReadOnlyList<int>> Among<TKey>(
        HashSet<int> chosen, IReadOnlyDictionary<TKey, IReadOnlyList<int>> fronts)
        where TKey : notnull => fronts
            .Select(front => KeyValuePair.Create(front.Key, (IReadOnlyList<int>)[.. front.Value.Where(chosen.Contains)]))
            .Where(front => front.Value.Count > 0).ToOrderedDictionary();
}
