using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>
/// `[code] git = "shared"`: the host's real git directory is shown as `/repo-git`, writable. The agent can then reach
/// every branch, and can make the host run code (hooks, configuration); whoever chooses it is warned.
/// </summary>
internal static class SharedGit
{
    /// <summary>Makes the pointer file to be mounted over `.git` of the working tree in a container.</summary>
    public static string WritePointer(Worktree worktree, string runDirectory)
    {
        var path = Path.Combine(runDirectory, "shared-git.pointer");
        var name = Path.GetFileName(worktree.GitDirectory);
        AtomicFile.WriteText(path, PointerFile.Content($"{InsidePaths.Container.GitDirectory}/worktrees/{name}"));
        return path;
    }
}
