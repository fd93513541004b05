using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>What was copied.</summary>
/// <param name="Paths">Relative to the worktree, with `/`.</param>
/// <param name="Notes">What the user should know, one sentence each.</param>
internal sealed record SyncResult(IReadOnlyList<string> Paths, IReadOnlyList<string> Notes)
{
    public static SyncResult Nothing { get; } = new([], []);
}

/// <summary>What became of the copies.</summary>
/// <param name="Kept">Those that are still there or in commits; they belong in no patch.</param>
/// <param name="Notes">What the user should know, one sentence each.</param>
/// <param name="Risks">What a reviewer should look at first.</param>
internal sealed record SyncRemoval(IReadOnlyList<string> Kept, IReadOnlyList<string> Notes, IReadOnlyList<string> Risks)
{
    public static SyncRemoval Nothing { get; } = new([], [], []);

    /// <param name="taken">What is in commits of the work, or staged for one.</param>
    public static SyncRemoval Of(IReadOnlyList<string> kept, IReadOnlySet<string> taken)
    {
        var changed = kept.Where(path => !taken.Contains(path)).ToList();
        var committed = kept.Where(taken.Contains).ToList();
        return new SyncRemoval(
            kept,
            changed.Count == 0
                ? []
                : ["kept in the worktree, as the agent has changed them (copies of your untracked files, in no patch): "
                    + Names(changed)],
            committed.Count == 0 ? [] : [$"copies of your untracked files were committed or staged: {Names(committed)}"]);
    }

    private static string Names(List<string> paths)
    {
        var more = paths.Count > 5 ? $" and {paths.Count - 5} more" : "";
        return string.Join(", ", paths.Take(5).Select(TerminalText.Label)) + more;
    }
}
