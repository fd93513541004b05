namespace LwCoder.Prompting.Models;

/// <summary>Where a cost comes from. Ordered from the most to the least certain.</summary>
public enum CostSource
{
    /// <summary>The provider said what it billed.</summary>
    Billed,

    /// <summary>Computed from tokens and a configured price.</summary>
    Imputed,

    /// <summary>Nobody knows; a sum with an unknown part is a lower bound.</summary>
    Unknown,
}
