namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Which candidate is worked on next.</summary>
public sealed record ParentSelection
{
    private ParentSelection(ParentRule rule) => Rule = rule;

    /// <summary>Any candidate of the Pareto front, the more likely the more it leads.</summary>
    public static ParentSelection Pareto { get; } = new(ParentRule.Pareto);

    /// <summary>The best by its mean score: fast where one way leads up, and lost where it does not.</summary>
    public static ParentSelection CurrentBest { get; } = new(ParentRule.CurrentBest);

    internal ParentRule Rule { get; }

    internal int Count { get; private init; }

    internal double Epsilon { get; private init; }

    /// <summary>The Pareto front among the best few by mean score.</summary>
    public static ParentSelection TopKPareto(int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new(ParentRule.TopKPareto) { Count = count };
    }

    /// <summary>The best, and now and then any.</summary>
    /// <param name="epsilon">How often any, 0 to 1.</param>
    public static ParentSelection EpsilonGreedy(double epsilon = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(epsilon, 1);
        return new(ParentRule.EpsilonGreedy) { Epsilon = epsilon };
    }

    /// <summary>As in <c>top_k_pareto(5)</c>.</summary>
    public override string ToString() => Rule switch
    {
        ParentRule.CurrentBest => "current_best",
        ParentRule.TopKPareto => FormattableString.Invariant($"top_k_pareto({Count})"),
        ParentRule.EpsilonGreedy => FormattableString.Invariant($"epsilon_greedy({Epsilon})"),
        _ => "pareto",
    };
}
