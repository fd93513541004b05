namespace LwCoder.Configuration;

/// <summary>
/// The place in a worktree for answers of language models, which an agent can read and write. git does not see it.
/// </summary>
internal static class WorktreeCache
{
    /// <summary>Names a cache directory; an agent finds its worktree's by it, wherever the sandbox shows the worktree.</summary>
    public const string Variable = "LW_CODER_CACHE_DIR";

    /// <summary>Relative to the worktree, with `/` as git and containers write it.</summary>
    public const string Folder = ".lw_coder/dspy_cache";

    public static string In(string worktree) => Path.GetFullPath(Folder, Path.GetFullPath(worktree));
}
