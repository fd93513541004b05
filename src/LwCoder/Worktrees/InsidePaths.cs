namespace LwCoder.Worktrees;

/// <summary>Where a sandbox shows what a private git directory refers to.</summary>
/// <param name="Workspace">The working tree.</param>
/// <param name="GitDirectory">The private git directory.</param>
/// <param name="ObjectStore">The place of a host object store, given its host path and its number from 0.</param>
internal sealed record InsidePaths(string Workspace, string GitDirectory, Func<string, int, string> ObjectStore)
{
    /// <summary>A sandbox on the host, where everything keeps its own path.</summary>
    public static InsidePaths Host(Worktree worktree, string runDirectory) =>
        new(worktree.Path, PrivateGit.GitDirectoryIn(runDirectory), (store, _) => store);
}
