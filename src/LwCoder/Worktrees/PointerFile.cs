using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>The file `.git` at the top of a linked worktree: `gitdir: ` and the worktree's part of the git directory.</summary>
internal static class PointerFile
{
    public static string Content(string gitDirectory) => $"gitdir: {gitDirectory.Replace('\\', '/')}\n";

    public static bool IsRight(string worktree, string gitDirectory)
    {
        var file = new FileInfo(Path.Combine(worktree, ".git"));
        if (file.LinkTarget is not null || !file.Exists || file.Length is 0 or > 8192)
        {
            return false;
        }
        var text = File.ReadAllText(file.FullName).TrimEnd('\n', '\r');
        return text.StartsWith("gitdir: ", StringComparison.Ordinal)
            && Paths.Same(Path.GetFullPath(text["gitdir: ".Length..], worktree), gitDirectory);
    }

    /// <summary>Writes the pointer where it is missing or a file says something else.</summary>
    public static void Restore(string worktree, string gitDirectory)
    {
        if (!IsRight(worktree, gitDirectory))
        {
            AtomicFile.WriteText(Path.Combine(worktree, ".git"), Content(gitDirectory));
        }
    }
}
