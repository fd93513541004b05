namespace LwCoder.Worktrees;

/// <summary>How work comes onto a branch.</summary>
internal enum MergeWay
{
    /// <summary>Its commits one by one on top of the branch.</summary>
    Rebase,

    /// <summary>All of it as one commit.</summary>
    Squash,

    /// <summary>A commit that joins both, also where a fast-forward would do.</summary>
    Merge,

    /// <summary>Only if the branch has not moved since.</summary>
    FastForward,
}

internal static class MergeWayWords
{
    public static MergeWay Parse(string word) => word switch
    {
        "rebase" => MergeWay.Rebase,
        "squash" => MergeWay.Squash,
        "merge" => MergeWay.Merge,
        "ff" => MergeWay.FastForward,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, null),
    };
}
