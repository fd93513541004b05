namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Which of an iteration's accepted proposals go on to the dev set.</summary>
/// <param name="Most">At most so many, those that gained most; null: all.</param>
public sealed record ProposalSelection(int? Most)
{
    /// <summary>Every accepted one.</summary>
    public static ProposalSelection All { get; } = new((int?)null);

    /// <summary>The one that gained most.</summary>
    public static ProposalSelection Best { get; } = new(1);

    /// <summary>The positions chosen: all in their order, or the best first; of equal gains the earlier.</summary>
    /// <param name="sums">The minibatch sums of each proposal's parent and its own.</param>
    /// <param name="acceptance">Who may be chosen at all.</param>
    internal IReadOnlyList<int> Choose(IReadOnlyList<(double Before, double After)> sums, Acceptance acceptance)
    {
        var accepted = sums.Index().Where(sum => IsAccepted(sum.Item.Before, sum.Item.After, acceptance));
        return Most is { } most
            ? [.. accepted.OrderByDescending(sum => sum.Item.After - sum.Item.Before).Take(most).Select(sum => sum.Index)]
            : [.. accepted.Select(sum => sum.Index)];
    }

    /// <summary>Whether a change is kept.</summary>
    internal static bool IsAccepted(double before, double after, Acceptance acceptance) =>
        after > before || (acceptance == Acceptance.ImprovementOrEqual && after == before);
}
