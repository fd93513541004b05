namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// Thins fronts out: a candidate goes if wherever it leads another that stays leads as well. The worst by score is tried
/// first, so that of equals the best stays.
/// </summary>
internal static class ParetoReduction
{
    /// <param name="fronts">Candidates at each key, ascending.</param>
    /// <param name="scores">The mean score of every candidate.</param>
    public static OrderedDictionary<TKey, List<int>> Reduce<TKey>(
        IReadOnlyDictionary<TKey, IReadOnlyList<int>> fronts, IReadOnlyList<double> scores)
        where TKey : notnull
    {
        var keys = fronts.Keys.ToList();
        var remaining = fronts.Values.Select(front => front.Count).ToList();
        var ledBy = new OrderedDictionary<int, List<int>>();
        foreach (var (position, key) in keys.Index())
        {
            foreach (var candidate in fronts[key])
            {
                (ledBy.TryGetValue(candidate, out var led) ? led : ledBy[candidate] = []).Add(position);
            }
        }
        var gone = new HashSet<int>();
        // One pass is enough: who has to stay now has fewer rivals later, and so stays.
        foreach (var (candidate, led) in ledBy.OrderBy(entry => scores[entry.Key]))
        {
            if (led.TrueForAll(position => remaining[position] > 1))
            {
                gone.Add(candidate);
                led.ForEach(position => remaining[position]--);
            }
        }
        return keys.ToOrderedDictionary(key => key, key => fronts[key].Where(candidate => !gone.Contains(candidate)).ToList());
    }

    /// <summary>Every survivor, ascending.</summary>
    public static List<int> Survivors<TKey>(IReadOnlyDictionary<TKey, IReadOnlyList<int>> fronts, IReadOnlyList<double> scores)
        where TKey : notnull => [.. Reduce(fronts, scores).Values.SelectMany(front => front).Distinct().Order()];

    /// <summary>Every survivor as often as it leads: drawing from this prefers who is best at much.</summary>
    public static List<int> SamplingList<TKey>(
        IReadOnlyDictionary<TKey, IReadOnlyList<int>> fronts, IReadOnlyList<double> scores)
        where TKey : notnull =>
        [.. Reduce(fronts, scores).Values.SelectMany(front => front).GroupBy(candidate => candidate).SelectMany(group => group)];
}
