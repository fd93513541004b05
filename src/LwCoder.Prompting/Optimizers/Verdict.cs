namespace LwCoder.Prompting.Optimizers;

/// <summary>What a comparison allows to be said.</summary>
public enum Verdict
{
    /// <summary>Nothing: too few examples, or a difference that chance may have made.</summary>
    Inconclusive,

    /// <summary>The candidate is better.</summary>
    Better,

    /// <summary>The candidate is worse.</summary>
    Worse,

    /// <summary>The same score on each example.</summary>
    Tie,
}
