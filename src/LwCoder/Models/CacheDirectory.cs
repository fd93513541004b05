using LwCoder.Configuration;

namespace LwCoder.Models;

/// <summary>Which cache of model answers is used where. Pure: nothing is looked up on disk.</summary>
internal static class CacheDirectory
{
    private static readonly string Marker =
        $"{Path.DirectorySeparatorChar}.lw_coder{Path.DirectorySeparatorChar}worktrees{Path.DirectorySeparatorChar}";

    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>
    /// The cache for work in a folder: the one the environment names, a worktree's own inside of it, else the user's. What is
    /// found this way may have been written by an agent, whatever an entry says of its origin.
    /// </summary>
    public static string Find(IReadOnlyDictionary<string, string> environment, string workingDirectory, HomeLayout home) =>
        Named(environment, workingDirectory)
        ?? (WorktreeOf(workingDirectory) is { } worktree ? WorktreeCache.In(worktree) : home.CacheDirectory);

    /// <summary>
    /// The cache that no agent writes: for whoever grades, compares or optimizes, and the source of every worktree's. Standing
    /// in a worktree makes no difference.
    /// </summary>
    public static string Trusted(IReadOnlyDictionary<string, string> environment, string workingDirectory, HomeLayout home) =>
        Named(environment, workingDirectory) is { } named && WorktreeOf(named) is null ? named : home.CacheDirectory;

    private static string? Named(IReadOnlyDictionary<string, string> environment, string workingDirectory) =>
        environment.TryGetValue(WorktreeCache.Variable, out var path) && path.Length > 0
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, workingDirectory))
            : null;

    /// <summary>The innermost worktree of lw_coder's around a path.</summary>
    private static string? WorktreeOf(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var start = full.LastIndexOf(Marker, Comparison);
        if (start < 0)
        {
            return null;
        }
        var end = full.IndexOf(Path.DirectorySeparatorChar, start + Marker.Length);
        return end < 0 ? full : full[..end];
    }
}
