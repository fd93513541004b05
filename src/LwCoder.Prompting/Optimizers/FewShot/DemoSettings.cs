namespace LwCoder.Prompting.Optimizers.FewShot;

/// <summary>What demo sets are made of.</summary>
public sealed record DemoSettings
{
    /// <summary>The most demos a run of the program itself gave.</summary>
    public int MaxBootstrapped { get; init; } = 4;

    /// <summary>The most demos in all; what is missing is filled with labelled examples.</summary>
    public int MaxLabeled { get; init; } = 4;

    /// <summary>A run worth at least this much is one to learn from.</summary>
    public double Threshold { get; init; } = 1;

    /// <summary>As in <c>demos 4/4, threshold 1</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"demos {MaxBootstrapped}/{MaxLabeled}, threshold {Threshold}");
}
