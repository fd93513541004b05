using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>A worktree's files as they are now (committed, staged, unstaged, untracked; not ignored ones), as a tree.</summary>
internal sealed class WorktreeSnapshot(NestedRepositories nested)
{
    /// <returns>The tree's id. The user's index is not touched; where the folder is gone, it is what was staged.</returns>
    /// <param name="without">Paths to leave as they are committed; null for none.</param>
    /// <exception cref="UserError">When a repository inside the worktree could not be kept this way.</exception>
    public async Task<string> TakeAsync(
        WorktreeGit worktree, CancellationToken cancel, IReadOnlyList<string>? without = null)
    {
        if (worktree.FolderExists && await nested.FindAsync(worktree.Path, worktree.CommonDirectory, cancel) is [var inner, ..])
        {
            throw new UserError(
                $"the worktree holds another repository at {inner}, which cannot be kept in a commit",
                "move it out of the worktree and try again");
        }
        using var index = TemporaryIndex.Copy(worktree.GitDirectory);
        var withIndex = new Dictionary<string, string?> { ["GIT_INDEX_FILE"] = index.Path };
        if (worktree.FolderExists)
        {
            string[] others = [.. (without ?? []).Select(path => $":(top,exclude,literal){path}")];
            await worktree.RunAsync(worktree.Call(["add", "-A", "--", ".", .. others]).With(withIndex), cancel);
        }
        if (without is { Count: > 0 })
        {
            // They may have been staged.
            string[] paths = [.. without.Select(path => $":(top,literal){path}")];
            await worktree.RunAsync(worktree.Call(["reset", "--quiet", "--", .. paths]).With(withIndex), cancel);
        }
        return (await worktree.RunAsync(worktree.Call("write-tree").With(withIndex), cancel)).Trim();
    }
}
