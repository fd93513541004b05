using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>
/// What a killed `git worktree add` leaves: a registration locked as "initializing" and a folder with nothing, the
/// pointer file, or some of the files.
/// </summary>
internal sealed class UnfinishedWorktree(GitCli git, RescueRef rescue)
{
    public static bool IsEmpty(string path) =>
        !Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).All(entry => Path.GetFileName(entry) == ".git");

    /// <summary>So that git finds the folder empty.</summary>
    public static void DeletePointer(string path)
    {
        Refuse.ForeignPointer(path);
        if (Directory.Exists(path))
        {
            File.Delete(Path.Combine(path, ".git"));
        }
    }

    /// <summary>Checks out what is missing. A file may be cut short, so all are written again, after they were kept.</summary>
    /// <returns>The rescue ref; null when nothing differed.</returns>
    public async Task<string?> CompleteAsync(
        RepositoryFacts facts, StartingPoint start, string path, AdminDirectory admin, CancellationToken cancel)
    {
        if (start.BranchTip is null)
        {
            await git.RunAsync(
                facts.CommonDirectory, cancel, "update-ref", BranchName.ToRef(start.PlanId), start.BaseSha, ObjectId.Zero);
        }
        Refuse.ForeignPointer(path);
        AtomicFile.WriteText(Path.Combine(admin.Path, "HEAD"), $"ref: {BranchName.ToRef(start.PlanId)}\n");
        AtomicFile.WriteText(Path.Combine(admin.Path, "commondir"), "../..\n");
        PointerFile.Restore(path, admin.Path);
        foreach (var file in admin.LockFiles)
        {
            File.Delete(file);
        }
        var worktree = new WorktreeGit(git, facts, path, admin.Path);
        var kept = await rescue.SaveAsync(worktree, $"{start.PlanId}-unfinished", cancel);
        await worktree.RunAsync(cancel, "reset", "--hard", "-q");
        File.Delete(admin.Locked);
        return kept;
    }
}
