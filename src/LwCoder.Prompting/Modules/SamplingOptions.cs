namespace LwCoder.Prompting.Modules;

/// <summary>How <see cref="BestOfN"/> and <see cref="Refine"/> try.</summary>
public sealed record SamplingOptions
{
    /// <summary>The most tries; at least one.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>A score that is good enough to stop at; null: make all tries.</summary>
    public double? Threshold { get; init; }

    /// <summary>The temperature of every try after the first, so that they differ; the first is the usual call.</summary>
    public float Temperature { get; init; } = 1;
}
