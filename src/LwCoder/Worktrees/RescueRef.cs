using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// Keeps a worktree's whole state (committed, staged, unstaged, untracked; not ignored files) as a commit under
/// `refs/lw_coder/rescue/`. Nothing may be removed before this was done. Get it back as a branch:
/// `git branch &lt;new name&gt; refs/lw_coder/rescue/&lt;name&gt;`.
/// </summary>
internal sealed class RescueRef(GitCli git, WorktreeSnapshot snapshot)
{
    public const string Prefix = "refs/lw_coder/rescue/";

    private static readonly Dictionary<string, string?> Author = new()
    {
        ["GIT_AUTHOR_NAME"] = "lw_coder",
        ["GIT_AUTHOR_EMAIL"] = "lw_coder@localhost",
        ["GIT_COMMITTER_NAME"] = "lw_coder",
        ["GIT_COMMITTER_EMAIL"] = "lw_coder@localhost",
    };

    /// <param name="name">Usually the run's name. When it is taken by another state, `-2`, `-3`, … is appended.</param>
    /// <returns>The full name of the ref; null when everything is in HEAD's commit already.</returns>
    /// <exception cref="UserError">When a repository inside the worktree could not be kept this way.</exception>
    public async Task<string?> SaveAsync(WorktreeGit worktree, string name, CancellationToken cancel)
    {
        var tree = await snapshot.TakeAsync(worktree, cancel);
        var head = await DescribeAsync(worktree, "HEAD", cancel);
        if (head?.Tree == tree)
        {
            return null;
        }
        for (var attempt = 1; ; attempt++)
        {
            var reference = NameOf(name, attempt);
            var existing = await DescribeAsync(worktree, reference, cancel);
            if (existing is null)
            {
                string[] parent = head is null ? [] : ["-p", head.Id];
                var commit = (await worktree.RunAsync(
                    worktree.Call(["commit-tree", tree, .. parent, "-m", $"lw_coder: rescue {name}"]).With(Author),
                    cancel)).Trim();
                await worktree.RunAsync(cancel, "update-ref", "-m", "lw_coder: rescue", reference, commit, ObjectId.Zero);
                return reference;
            }
            if (existing.Tree == tree && existing.Parents == (head?.Id ?? ""))
            {
                return reference;
            }
        }
    }

    /// <summary>Names a commit that no branch will lead to any more.</summary>
    /// <returns>The full name of the ref; the one that has the commit already, if there is one of that name.</returns>
    public async Task<string> KeepAsync(RepositoryFacts facts, string name, string commit, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reference = NameOf(name, attempt);
            var existing = await git.AskAsync(
                new GitCall(facts.CommonDirectory, "rev-parse", "--verify", "--quiet", reference), cancel);
            if (!existing.Succeeded)
            {
                await git.RunAsync(
                    facts.CommonDirectory, cancel, "update-ref", "-m", "lw_coder: rescue", reference, commit, ObjectId.Zero);
            }
            if (!existing.Succeeded || existing.Output.Trim() == commit)
            {
                return reference;
            }
        }
    }

    private static string NameOf(string name, int attempt) => attempt == 1 ? Prefix + name : $"{Prefix}{name}-{attempt}";

    private async Task<Commit?> DescribeAsync(WorktreeGit worktree, string revision, CancellationToken cancel)
    {
        var output = await git.AskAsync(
            worktree.Call("log", "-1", "--no-show-signature", "--format=%H%n%T%n%P", revision, "--"), cancel);
        return output.Succeeded && output.Output.Split('\n') is [var id, var tree, var parents, ..]
            ? new Commit(id, tree, parents)
            : null;
    }

    private sealed record Commit(string Id, string Tree, string Parents);
}
