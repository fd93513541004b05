namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Which components of a candidate a reflection rewrites.</summary>
public enum ComponentChoice
{
    /// <summary>One, each in its turn.</summary>
    RoundRobin,

    /// <summary>All at once.</summary>
    All,
}
