namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>What a <see cref="StopCondition"/> sees.</summary>
/// <param name="Iterations">Iterations made.</param>
/// <param name="MetricCalls">Metric calls made.</param>
/// <param name="Scores">The mean of every candidate on the dev examples, in order of discovery.</param>
/// <param name="ReflectionCost">Spent on reflection, in US dollars.</param>
public sealed record SearchState(int Iterations, int MetricCalls, IReadOnlyList<double> Scores, decimal ReflectionCost);
