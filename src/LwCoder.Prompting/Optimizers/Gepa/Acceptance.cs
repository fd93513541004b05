namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>When a changed candidate is kept, by its sum on the minibatch.</summary>
public enum Acceptance
{
    /// <summary>It is higher than the parent's.</summary>
    StrictImprovement,

    /// <summary>It is not lower: lets a search drift, at the price of many validations.</summary>
    ImprovementOrEqual,
}
