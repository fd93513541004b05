using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// A worktree for one session that is to read the project and change nothing: HEAD's files, on no branch, gone afterwards.
/// What was changed in it all the same is kept under a rescue ref.
/// </summary>
internal sealed class ScratchWorktree(GitCli git, NestedRepositories nested, RescueRef rescue, WorkRemoval removal)
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
    /// <param name="name">As it was added with; names the rescue ref as well.</param>
    /// <param name="nestedRepositories">Where repositories go that were made in it.</param>
    /// <returns>What was kept or could not be deleted, one sentence each.</returns>
    /// <exception cref="UserError">Something in it cannot be kept; it is left as it is.</exception>
    public async Task<IReadOnlyList<string>> RemoveAsync(
        RepositoryFacts facts, string path, string baseSha, string name, string nestedRepositories, CancellationToken cancel)
    {
        var notes = new List<string>();
        if (AdminDirectory.Find(facts.CommonDirectory, path) is { IsUnfinished: false } admin && Directory.Exists(path))
        {
            var worktree = new Worktree(path, admin.Path, name, baseSha, baseSha, StartedFrom: null, Created: false, []);
            var moved = await nested.MoveAwayAsync(facts, worktree, nestedRepositories, cancel);
            if (moved.Count > 0)
            {
                notes.Add($"the agent made repositories of its own; they are in {nestedRepositories}");
            }
            var inside = new WorktreeGit(git, facts, worktree);
            var kept = await rescue.SaveAsync(inside, name, cancel) ?? await KeepHeadAsync(inside, baseSha, name, cancel);
            if (kept is not null)
            {
                notes.Add($"the agent changed the project, which it was only to read; that is kept at {kept}");
            }
        }
        return [.. notes, .. await removal.RemoveWorktreeAsync(facts, path, cancel)];
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
