using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>
/// The worktrees of plans: `.lw_coder/worktrees/&lt;plan_id&gt;` on branch `&lt;plan_id&gt;`. A worktree of ours is used
/// again as it is; what is somebody else's is refused; what a crash or a person has broken is mended without losing
/// a file or a commit. What it started from is kept in the <see cref="BranchRecord"/>.
/// </summary>
internal sealed class WorktreeManager(GitCli git, RescueRef rescue, TimeProvider time)
{
    public static string PathOf(RepositoryFacts facts, string planId) =>
        Path.Combine(StateFolder.Of(facts.Root, StateFolder.Worktrees), planId);

    /// <summary>One git process: is the plan's commit here, and where is its branch.</summary>
    public async Task<StartingPoint> LookUpAsync(
        RepositoryFacts facts, string planId, string baseSha, CancellationToken cancel)
    {
        var sha = baseSha.ToLowerInvariant();
        var output = await git.RunAsync(
            new GitCall(facts.CommonDirectory, "cat-file", "--batch-check=%(objecttype) %(objectname)")
            {
                Input = $"{sha}\n{BranchName.ToRef(planId)}\n",
            },
            cancel);
        var lines = output.Split('\n');
        return new StartingPoint(planId, sha, CommitIn(lines[0]) == sha, CommitIn(lines[1]));

        static string? CommitIn(string line) => line.StartsWith("commit ", StringComparison.Ordinal) ? line[7..] : null;
    }

    /// <summary>
    /// Makes the plan's worktree or finds it. A new one takes one git process and one or two more for its records;
    /// an existing one takes a listing, and a question of ancestry once it has commits.
    /// </summary>
    /// <exception cref="UserError">When the branch, the folder or the commit is not fit; they are left as they are.</exception>
    public async Task<Worktree> EnsureAsync(RepositoryFacts facts, StartingPoint start, CancellationToken cancel)
    {
        Refuse.UnlessCommit(facts, start);
        var path = PathOf(facts, start.PlanId);
        Refuse.Links(facts, path);
        var admin = AdminDirectory.Find(facts.CommonDirectory, path);
        if (admin is null && start.BranchTip is null && IsFree(path))
        {
            return await AddAsync(facts, start, path, isRegistered: false, [], cancel);
        }
        await WaitForOtherGitAsync(admin, cancel);
        var listing = await WorktreeListing.AskAsync(git, facts, cancel);
        Refuse.CheckedOutElsewhere(listing, path, start.PlanId);
        if (admin is null)
        {
            Refuse.UnlessFree(path, IsFree(path));
            await RefuseForeignBranchAsync(facts, start, cancel);
            return await AddAsync(facts, start, path, isRegistered: false, [], cancel);
        }
        var entry = listing.FirstOrDefault(one => Paths.Same(one.Path, path));
        return admin.IsUnfinished
            ? await FinishAsync(facts, start, path, admin, cancel)
            : !Directory.Exists(path) || IsFree(path)
                ? await AddAgainAsync(facts, start, path, admin, entry, cancel)
                : await ReuseAsync(facts, start, path, admin, entry, cancel);
    }

    private async Task<Worktree> ReuseAsync(
        RepositoryFacts facts, StartingPoint start, string path, AdminDirectory admin, WorktreeEntry? entry,
        CancellationToken cancel)
    {
        Refuse.OtherBranch(path, start.PlanId, entry);
        Refuse.DeletedBranch(path, start, admin);
        await RefuseOtherHistoryAsync(facts, start, cancel);
        var notes = new List<string>();
        if (!PointerFile.IsRight(path, admin.Path))
        {
            Refuse.ForeignPointer(path);
            PointerFile.Restore(path, admin.Path);
            notes.Add($"{path}/.git was missing or damaged and was written anew");
        }
        foreach (var file in admin.LockFiles)
        {
            File.Delete(file);
            notes.Add($"{file}, left behind by a git that was killed, was removed");
        }
        return await ReadyAsync(facts, start, path, admin, IsRecorded(facts, start), created: false, notes, cancel);
    }

    /// <summary>
    /// The folder was deleted by hand. What no branch has (staged changes, detached commits) goes to rescue refs.
    /// </summary>
    private async Task<Worktree> AddAgainAsync(
        RepositoryFacts facts, StartingPoint start, string path, AdminDirectory admin, WorktreeEntry? entry,
        CancellationToken cancel)
    {
        Refuse.Locked(path, entry);
        await RefuseForeignBranchAsync(facts, start, cancel);
        var notes = new List<string> { $"{path} was gone and was made anew" };
        var gone = new GoneWorktree(facts, path, admin, entry, start.PlanId, HasBranch: start.BranchTip is not null);
        notes.AddRange(await new GoneWorktreeRescue(git, rescue).KeepAsync(gone, cancel));
        return await AddAsync(facts, start, path, isRegistered: true, notes, cancel);
    }

    /// <summary>A `git worktree add` that was killed: begun anew when it had written nothing, else completed.</summary>
    private async Task<Worktree> FinishAsync(
        RepositoryFacts facts, StartingPoint start, string path, AdminDirectory admin, CancellationToken cancel)
    {
        await RefuseForeignBranchAsync(facts, start, cancel);
        var notes = new List<string> { $"{path} was half made by a run that was killed, and was completed" };
        if (UnfinishedWorktree.IsEmpty(path))
        {
            UnfinishedWorktree.DeletePointer(path);
            return await AddAsync(facts, start, path, isRegistered: true, notes, cancel);
        }
        if (await new UnfinishedWorktree(git, rescue).CompleteAsync(facts, start, path, admin, cancel) is { } kept)
        {
            notes.Add($"what was found there is kept at {kept}");
        }
        return await ReadyAsync(facts, start, path, admin, IsRecorded(facts, start), created: true, notes, cancel);
    }

    private async Task<Worktree> AddAsync(
        RepositoryFacts facts, StartingPoint start, string path, bool isRegistered, List<string> notes, CancellationToken cancel)
    {
        // A worktree must never be taken for a submodule.
        IgnoredFolder.Create(Path.GetDirectoryName(path)!);
        var isNew = start.BranchTip is null;
        // Twice: the registration of this very path that is left over may be locked by the git that was killed.
        string[] force = isRegistered ? ["--force", "--force"] : [];
        string[] arguments = isNew
            ? ["worktree", "add", .. force, "--no-track", "-b", start.PlanId, path, start.BaseSha]
            : ["worktree", "add", .. force, path, start.PlanId];
        // The files of an existing branch were written by an agent, see FilterGuard.
        var call = new GitCall(facts.CommonDirectory, arguments) { Settings = isNew ? [] : FilterGuard.Settings(facts.Config) };
        var output = await git.AskAsync(call, cancel);
        if (!output.Succeeded)
        {
            throw CannotMake(path, GitCli.Words(output));
        }
        var isRecorded = !isNew && IsRecorded(facts, start);
        var admin = AdminDirectory.Find(facts.CommonDirectory, path)!;
        return await ReadyAsync(facts, start, path, admin, isRecorded, created: true, notes, cancel);
    }

    /// <summary>git may say no more than which files it could not write.</summary>
    internal static UserError CannotMake(string path, string words)
    {
        var isStorage = words.Contains("No space left", StringComparison.Ordinal)
            || words.Contains("unable to write", StringComparison.Ordinal);
        return new UserError(
            $"the worktree {path} cannot be made: {words}",
            isStorage
                ? "make room if the disk is full, or make the folder writable, and run the same command again"
                : "put right what git says, or choose another plan_id",
            isStorage ? ExitCode.Environment : ExitCode.Failed);
    }

    /// <param name="isRecorded">A branch that was just made needs its own records, whatever one of its name has left.</param>
    private async Task<Worktree> ReadyAsync(
        RepositoryFacts facts, StartingPoint start, string path, AdminDirectory admin, bool isRecorded, bool created,
        List<string> notes, CancellationToken cancel)
    {
        if (!isRecorded)
        {
            await BranchRecord.WriteAsync(git, facts, start, cancel);
        }
        return new(path, admin.Path, start.PlanId, start.BaseSha, start.BranchTip ?? start.BaseSha,
            isRecorded ? BranchRecord.StartOf(facts, start.PlanId) : facts.Branch, created, notes);
    }

    private static bool IsRecorded(RepositoryFacts facts, StartingPoint start) =>
        BranchRecord.BaseOf(facts, start.PlanId) is not null;

    private async Task RefuseForeignBranchAsync(RepositoryFacts facts, StartingPoint start, CancellationToken cancel)
    {
        Refuse.ForeignBranch(start, IsRecorded(facts, start));
        await RefuseOtherHistoryAsync(facts, start, cancel);
    }

    private async Task RefuseOtherHistoryAsync(RepositoryFacts facts, StartingPoint start, CancellationToken cancel)
    {
        if (start.BranchTip is { } tip && tip != start.BaseSha)
        {
            var call = new GitCall(facts.CommonDirectory, "merge-base", "--is-ancestor", start.BaseSha, tip);
            Refuse.UnlessDescendant(start, (await git.AskAsync(call, cancel)).Succeeded);
        }
    }

    /// <summary>A git that is at work right now is given a moment; one that was killed never ends.</summary>
    private async Task WaitForOtherGitAsync(AdminDirectory? admin, CancellationToken cancel)
    {
        for (var i = 0; i < 20 && admin is not null && (admin.IsUnfinished || admin.LockFiles.Count > 0); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
        }
    }

    internal static bool IsFree(string path) =>
        !File.Exists(path) && (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any());
}
