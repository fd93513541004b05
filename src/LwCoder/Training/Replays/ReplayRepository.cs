using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Training.Replays;

/// <summary>
/// The repository a replay works in: one of its own, with the history of the plan's base and nothing that came later. Whatever
/// happens in it, the user's branches, worktrees, plans and runs are not there to be touched.
/// </summary>
internal sealed class ReplayRepository(GitCli git)
{
    /// <summary>Puts a commit and its history into one file.</summary>
    /// <exception cref="UserError">The commit or a part of its history is not here.</exception>
    public async Task PackAsync(RepositoryFacts facts, string baseSha, ReplayFolder folder, CancellationToken cancel)
    {
        // A bundle is of refs, and the user's repository gets none for this.
        var lender = Path.Combine(folder.Work, "lender.git");
        Directory.CreateDirectory(folder.Work);
        await git.RunAsync(folder.Work, cancel, "init", "--quiet", "--bare", "--template=", lender);
        AtomicFile.WriteText(
            Path.Combine(lender, "objects", "info", "alternates"),
            string.Join('\n', AlternateStores.Flatten(facts.ObjectsDirectory)) + "\n");
        await git.RunAsync(lender, cancel, "update-ref", ReplayFolder.BaseRef, baseSha);
        await git.RunAsync(lender, cancel, "bundle", "create", "--quiet", folder.Bundle, ReplayFolder.BaseRef);
        Directory.Delete(lender, recursive: true);
    }

    /// <returns>The main worktree of a new repository, with the folder's plan, prompts and settings in its `.lw_coder`.</returns>
    public async Task<string> UnpackAsync(ReplayFolder folder, ReplayJob job, CancellationToken cancel)
    {
        var root = Path.Combine(folder.Work, "repository");
        Directory.CreateDirectory(root);
        await git.RunAsync(root, cancel, "init", "--quiet", "--initial-branch=main", "--template=");
        await git.RunAsync(root, cancel, "config", "user.name", job.Author.Name);
        await git.RunAsync(root, cancel, "config", "user.email", job.Author.Email);
        await git.RunAsync(
            root, cancel, "fetch", "--quiet", "--no-tags", folder.Bundle, $"{ReplayFolder.BaseRef}:refs/lw_coder/base");
        await git.RunAsync(root, cancel, "reset", "--quiet", "--hard", job.BaseSha);
        var state = StateFolder.Of(root);
        foreach (var replaced in new[] { StateFolder.Tasks, StateFolder.Prompts, StateFolder.Judges })
        {
            if (Paths.IsLink(state) || Paths.IsLink(Path.Combine(state, replaced)))
            {
                throw new UserError(
                    $".lw_coder of {ObjectId.Short(job.BaseSha)} is a link or has one in it", "leave this plan out");
            }
            if (Directory.Exists(Path.Combine(state, replaced)))
            {
                Directory.Delete(Path.Combine(state, replaced), recursive: true);
            }
        }
        FolderCopy.Copy(folder.State, state);
        FolderCopy.Copy(folder.Untracked, root);
        return root;
    }
}
