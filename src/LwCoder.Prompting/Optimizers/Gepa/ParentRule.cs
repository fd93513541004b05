namespace LwCoder.Prompting.Optimizers.Gepa;

internal enum ParentRule
{
    Pareto,
    TopKPareto,
    CurrentBest,
    EpsilonGreedy,
}
