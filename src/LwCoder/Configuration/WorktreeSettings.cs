namespace LwCoder.Configuration;

/// <summary>`[worktree.file_sync]` of a repository: untracked files that a worktree gets a copy of.</summary>
internal static class WorktreeSettings
{
    private const string Table = "worktree.file_sync";

    public static readonly Setting<bool> SyncEnabled = new(
        "enabled", SettingTypes.Flag, true,
        "Whether files are copied.")
    { RepositoryTable = Table };

    public static readonly Setting<IReadOnlyList<string>> SyncPatterns = new(
        "patterns",
        SettingTypes.TextListOf(
            "a list of patterns such as \".env\", \"**/*.local.json\" or \"certs/\", "
            + "relative to the repository and without \"..\"",
            "[\".env\"]",
            IsPattern),
        [],
        "Which of the main worktree's untracked files, by git's patterns.")
    { RepositoryTable = Table };

    public static readonly Setting<int?> SyncMaxFileSize = new(
        "max_file_size_mb", SettingTypes.Count, 100,
        "The largest file, in MB.")
    { RepositoryTable = Table };

    public static readonly Setting<int?> SyncMaxTotalSize = new(
        "max_total_size_mb", SettingTypes.Count, 500,
        "All of them together, in MB.")
    { RepositoryTable = Table };

    public static IReadOnlyList<Setting> All { get; } = [SyncEnabled, SyncPatterns, SyncMaxFileSize, SyncMaxTotalSize];

    /// <summary>Only what can lie in the repository.</summary>
    private static bool IsPattern(string pattern) =>
        pattern.Length > 0
        && pattern[0] is not ('/' or '~')
        && !pattern.Contains('\\')
        && !pattern.Any(char.IsControl)
        && !(pattern.Length > 1 && pattern[1] == ':')
        && !pattern.Split('/').Contains("..");
}
