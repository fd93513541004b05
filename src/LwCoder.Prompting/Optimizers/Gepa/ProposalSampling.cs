namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>How many proposals an iteration makes. More cost more calls for each step, and can be made at once.</summary>
/// <param name="Parents">Parents drawn.</param>
/// <param name="Batches">Minibatches for each of them, a proposal each.</param>
public sealed record ProposalSampling(int Parents = 1, int Batches = 1)
{
    /// <summary>One proposal.</summary>
    public static ProposalSampling Single { get; } = new();
}
