namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>What a candidate can be best at, and so be worth keeping for.</summary>
public enum FrontierType
{
    /// <summary>One dev example.</summary>
    Instance,

    /// <summary>One objective, by its mean.</summary>
    Objective,

    /// <summary>One dev example or one objective.</summary>
    Hybrid,

    /// <summary>One objective on one dev example.</summary>
    Cartesian,
}
