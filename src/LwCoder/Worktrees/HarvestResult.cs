namespace LwCoder.Worktrees;

internal enum HarvestOutcome
{
    /// <summary>The session made no commits. Its changes are in the working tree.</summary>
    NoCommits,

    /// <summary>The plan's branch is at the session's last commit.</summary>
    BranchMoved,

    /// <summary>The commits are in the host repository but the branch stays where it was; a note says why.</summary>
    KeptAside,

    /// <summary>
    /// The commits could not be taken over. The private git directory is still there, and the files are in the working
    /// tree.
    /// </summary>
    Unreadable,
}

/// <summary>What became of a session's commits.</summary>
/// <param name="Tip">Where the plan's branch is now.</param>
/// <param name="SessionTip">The session's last commit; null when there is none that can be read.</param>
/// <param name="KeptAt">The ref that holds it when the branch does not.</param>
/// <param name="Commits">How many commits the branch moved by.</param>
/// <param name="OtherRefs">Refs made for other branches, tags and stashes of the session.</param>
/// <param name="Notes">What the user should know, one sentence each.</param>
internal sealed record HarvestResult(
    HarvestOutcome Outcome, string Tip, string? SessionTip, string? KeptAt, int Commits,
    IReadOnlyList<string> OtherRefs, IReadOnlyList<string> Notes)
{
    /// <summary>False as long as commits exist only in the run directory, which must not be pruned then.</summary>
    public bool IsSafe { get; init; } = Outcome != HarvestOutcome.Unreadable;
}
