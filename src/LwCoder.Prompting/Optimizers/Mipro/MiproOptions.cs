using LwCoder.Prompting.Optimizers.FewShot;

namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>How <see cref="MiproV2"/> searches.</summary>
public sealed record MiproOptions
{
    /// <summary>Candidates for each component: 6, 12 and 18 are called light, medium and heavy.</summary>
    public int Candidates { get; init; } = 6;

    /// <summary>What demo sets are made of.</summary>
    public DemoSettings Demos { get; init; } = new();

    /// <summary>Whether only instructions are searched; demos are then for the proposer's eyes.</summary>
    public bool IsZeroShot { get; init; }

    /// <summary>Examples of a trial where there are more than <see cref="MinibatchFrom"/>.</summary>
    public int Minibatch { get; init; } = 35;

    /// <summary>With more dev examples than this a trial uses a minibatch.</summary>
    public int MinibatchFrom { get; init; } = 50;

    /// <summary>
    /// Whether the proposer first reads the examples and describes data and program. Off: it sees the instruction and demos
    /// only, for one call a proposal and none beside.
    /// </summary>
    public bool IsGrounded { get; init; } = true;

    /// <summary>As in <c>6 candidates, demos 4/4, threshold 1</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Candidates} candidates, {(IsZeroShot ? "zero-shot, " : "")}{Demos}, minibatch {Minibatch}")
        + (IsGrounded ? "" : ", not grounded");
}
