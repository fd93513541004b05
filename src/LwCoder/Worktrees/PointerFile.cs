using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>
/// A file called `.git`, which says where the git directory of a linked worktree or a submodule is: `gitdir: ` and a path.
/// </summary>
internal static class PointerFile
{
    private const string Prefix = "gitdir: ";
    private const int LongestFile = 8192;

    public static string Content(string gitDirectory) => $"{Prefix}{Paths.WithSlashes(gitDirectory)}\n";

    /// <returns>The path as it is written; null where there is no such file, and for a link to one.</returns>
    public static string? Read(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null || !file.Exists || file.Length is 0 or > LongestFile)
        {
            return null;
        }
        var text = File.ReadAllText(path).TrimEnd('\n', '\r');
        return text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null;
    }

    public static bool IsRight(string worktree, string gitDirectory) =>
        Read(Path.Combine(worktree, ".git")) is { } target && Paths.Same(Path.GetFullPath(target, worktree), gitDirectory);

    /// <summary>Writes the pointer where it is missing or a file says something else.</summary>
    public static void Restore(string worktree, string gitDirectory)
    {
        if (!IsRight(worktree, gitDirectory))
        {
            AtomicFile.WriteText(Path.Combine(worktree, ".git"), Content(gitDirectory));
        }
    }
}
