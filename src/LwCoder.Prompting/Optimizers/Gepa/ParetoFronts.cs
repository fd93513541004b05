namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>For everything there is to be best at: the best value, and every candidate that reaches it.</summary>
internal sealed class ParetoFronts(FrontierType type)
{
    private readonly OrderedDictionary<FrontKey, Front> _fronts = [];

    /// <summary>The candidates at each key, ascending; keys in the order they were first seen.</summary>
    public IReadOnlyDictionary<FrontKey, IReadOnlyList<int>> Members =>
        _fronts.OrderBy(front => type == FrontierType.Hybrid && front.Key.Example is null)
            .Select(front => KeyValuePair.Create(front.Key, (IReadOnlyList<int>)front.Value.Members))
            .ToOrderedDictionary();

    /// <summary>Everyone who is best at something, ascending.</summary>
    public SortedSet<int> Leaders => [.. _fronts.Values.SelectMany(front => front.Members)];

    /// <summary>The best value at a key; null if none was seen.</summary>
    public double? BestAt(FrontKey key) => _fronts.TryGetValue(key, out var front) ? front.Best : null;

    /// <summary>Enters a candidate: an equal joins, a better one replaces.</summary>
    /// <param name="index">The candidate.</param>
    /// <param name="measured">What it reached; examples it was not run on do not count.</param>
    /// <exception cref="OptimizerException">The fronts need objectives and the metric gives none.</exception>
    public void Add(int index, Validation measured)
    {
        if (type != FrontierType.Instance && measured.Objectives.All(scores => scores.Value.Count == 0))
        {
            throw new OptimizerException(
                $"A frontier of type {type} needs objectives, and no rollout has any. "
                + "Name some in Rollout.Objectives, or use Instance.");
        }
        foreach (var (key, value) in Values(measured))
        {
            if (!_fronts.TryGetValue(key, out var front) || value > front.Best)
            {
                _fronts[key] = new Front(value, [index]);
            }
            else if (value == front.Best)
            {
                front.Members.Add(index);
            }
        }
    }

    private IEnumerable<(FrontKey Key, double Value)> Values(Validation measured)
    {
        var byExample = measured.Scores.Select(score => (new FrontKey(score.Key), score.Value));
        var byObjective = measured.ObjectiveMeans.Select(mean => (new FrontKey(null, mean.Key), mean.Value));
        return type switch
        {
            FrontierType.Instance => byExample,
            FrontierType.Objective => byObjective,
            FrontierType.Hybrid => byExample.Concat(byObjective),
            _ => measured.Objectives.SelectMany(
                scores => scores.Value.Select(score => (new FrontKey(scores.Key, score.Key), score.Value))),
        };
    }

    private sealed record Front(double Best, List<int> Members);
}
