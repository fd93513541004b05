using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// A worktree for one session that is to read the project and change nothing: HEAD's files, on no branch, gone afterwards.
/// What was changed in it all the same is kept under a rescue ref.
/// </summary>
internal sealed class ScratchWorktree(GitCli git, RescueRef rescue)
{
    /// <param name="path">Must not exist; its parent folder does.</param>
    /// <param name="name">Of the branch that the session sees in its private git directory; the repository gets none.</param>
    public async Task<Worktree> AddAsync(RepositoryFacts facts, string path, string name, CancellationToken cancel)
    {
        await git.RunAsync(facts.CommonDirectory, cancel, "worktree", "add", "--detach", path, facts.Head);
        var admin = AdminDirectory.Find(facts.CommonDirectory, path)!;
        return new Worktree(path, admin.Path, name, facts.Head, facts.Head, facts.Branch, Created: true, []);
    }

    /// <summary>Can be repeated, and takes what a killed <see cref="AddAsync"/> left.</summary>
    /// <param name="name">Names the rescue ref.</param>
    /// <returns>The ref that keeps what was changed; null when nothing was.</returns>
    /// <exception cref="UserError">Something in it cannot be kept; it is left as it is.</exception>
    public async Task<string?> RemoveAsync(
        RepositoryFacts facts, string path, string baseSha, string name, CancellationToken cancel)
    {
        var admin = AdminDirectory.Find(facts.CommonDirectory, path);
        string? kept = null;
        if (admin is { IsUnfinished: false } && Directory.Exists(path))
        {
            var worktree = new WorktreeGit(git, facts, path, admin.Path);
            kept = await rescue.SaveAsync(worktree, name, cancel) ?? await KeepHeadAsync(worktree, baseSha, name, cancel);
        }
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        if (admin is not null)
        {
            Directory.Delete(admin.Path, recursive: true);
        }
        return kept;
    }

    private static async Task<string?> KeepHeadAsync(
        WorktreeGit worktree, string baseSha, string name, CancellationToken cancel)
    {
        var head = (await worktree.RunAsync(cancel, "rev-parse", "HEAD")).Trim();
        if (head == baseSha)
        {
            return null;
        }
        var reference = RescueRef.Prefix + name;
        await worktree.RunAsync(cancel, "update-ref", "-m", "lw_coder: rescue", reference, head);
        return reference;
    }
}
