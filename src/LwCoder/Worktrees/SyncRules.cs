using LwCoder.Configuration;

namespace LwCoder.Worktrees;

/// <summary>Which untracked files a worktree gets copies of. Sizes in bytes.</summary>
/// <param name="Source">Where the patterns were set, for errors.</param>
internal sealed record SyncRules(IReadOnlyList<string> Patterns, long LargestFile, long LargestTotal, string Source)
{
    private const long Megabyte = 1 << 20;

    public static SyncRules From(Settings settings) => new(
        settings.Get(WorktreeSettings.SyncEnabled) ? settings.Get(WorktreeSettings.SyncPatterns) : [],
        (settings.Get(WorktreeSettings.SyncMaxFileSize) ?? int.MaxValue) * Megabyte,
        (settings.Get(WorktreeSettings.SyncMaxTotalSize) ?? int.MaxValue) * Megabyte,
        settings.SourceOf(WorktreeSettings.SyncPatterns).Description);
}
