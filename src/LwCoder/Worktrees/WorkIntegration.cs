using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>
/// Joins finished work with the branch it is for, in a worktree made for the purpose. Neither the plan's worktree nor the
/// branch is touched, so that a conflict, a failed check or a kill leaves nothing to undo but that worktree.
/// </summary>
internal sealed class WorkIntegration(GitCli git, WorktreeSnapshot snapshots, WorkRemoval removal)
{
    public const string Prefix = ".finalize-";

    public static string PathOf(RepositoryFacts facts, string planId) => WorktreeManager.PathOf(facts, Prefix + planId);

    /// <summary>
    /// The plan's work as one commit: its branch, and upon it what is not committed yet. Copies of the user's untracked files
    /// are no work, even when an agent has changed them.
    /// </summary>
    /// <param name="message">For that commit; unused when everything is committed.</param>
    public async Task<string> CommitAsync(PlanWork work, string message, CancellationToken cancel)
    {
        var tip = work.BranchTip!;
        if (work.Open(git) is not { FolderExists: true } worktree)
        {
            return tip;
        }
        var tree = await snapshots.TakeAsync(worktree, cancel, SyncRecord.PathsIn(worktree.GitDirectory));
        if (tree == (await worktree.RunAsync(cancel, "rev-parse", "--verify", $"{tip}^{{tree}}")).Trim())
        {
            return tip;
        }
        string[] signed = work.Facts.Config.IsTrue("commit.gpgsign") ? ["-S"] : [];
        var call = worktree.Call(["commit-tree", tree, "-p", tip, .. signed, "-F", "-"]) with { Input = message };
        return (await worktree.RunAsync(call, cancel)).Trim();
    }

    /// <summary>Makes the commit that is to land, and lets <paramref name="check"/> look at a checkout of it.</summary>
    /// <param name="commit">What <see cref="CommitAsync"/> returned.</param>
    /// <param name="check">Null to skip.</param>
    /// <exception cref="UserError">A conflict or a failed check; everything is as before.</exception>
    public async Task<string> IntegrateAsync(
        PlanWork work, LandingPlace place, MergeWay way, string commit, string message, Func<string, Task>? check,
        CancellationToken cancel)
    {
        if (way == MergeWay.FastForward)
        {
            await RequireFastForwardAsync(work, place, commit, cancel);
            if (check is null)
            {
                return commit;
            }
        }
        var path = PathOf(work.Facts, work.PlanId);
        await removal.RemoveWorktreeAsync(work.Facts, path, CancellationToken.None);
        try
        {
            var start = way is MergeWay.Rebase or MergeWay.FastForward ? commit : place.Tip;
            var worktree = await AddAsync(work.Facts, path, start, cancel);
            var landing = await JoinAsync(worktree, work, place, way, commit, message, cancel);
            if (check is not null)
            {
                await check(path);
            }
            return landing;
        }
        finally
        {
            await removal.RemoveWorktreeAsync(work.Facts, path, CancellationToken.None);
        }
    }

    private async Task<WorktreeGit> AddAsync(RepositoryFacts facts, string path, string commit, CancellationToken cancel)
    {
        IgnoredFolder.Create(Path.GetDirectoryName(path)!);
        await git.RunAsync(
            new GitCall(facts.CommonDirectory, "worktree", "add", "--quiet", "--detach", path, commit)
            {
                Settings = FilterGuard.Settings(facts.Config),
            },
            cancel);
        return new WorktreeGit(git, facts, path, AdminDirectory.Find(facts.CommonDirectory, path)!.Path);
    }

    private async Task<string> JoinAsync(
        WorktreeGit worktree, PlanWork work, LandingPlace place, MergeWay way, string commit, string message,
        CancellationToken cancel)
    {
        string[] arguments = way switch
        {
            MergeWay.Rebase =>
                ["rebase", "--quiet", "--no-fork-point", "--no-autostash", "--no-autosquash", "--no-stat", place.Tip],
            MergeWay.Merge =>
                ["merge", "--quiet", "--no-ff", "--no-edit", "--no-stat", "--cleanup=whitespace", "-m", message, commit],
            MergeWay.Squash => ["merge", "--quiet", "--squash", "--no-stat", commit],
            _ => ["rev-parse", "--quiet", "HEAD"],
        };
        var joined = await git.AskAsync(Guarded(worktree, arguments, message), cancel);
        if (!joined.Succeeded)
        {
            throw await ConflictAsync(worktree, work, place, way, commit, joined, cancel);
        }
        var staged = worktree.Call("diff", "--cached", "--quiet", "--no-ext-diff", "--no-textconv");
        if (way == MergeWay.Squash && !(await git.AskAsync(staged, cancel)).Succeeded)
        {
            await git.RunAsync(Guarded(worktree, ["commit", "--quiet", "--cleanup=whitespace", "-F", "-"], message), cancel);
        }
        return (await worktree.RunAsync(cancel, "rev-parse", "--verify", "HEAD")).Trim();
    }

    /// <summary>Without an editor, another person's merge drivers, or branches that a rebase would move as well.</summary>
    private static GitCall Guarded(WorktreeGit worktree, IReadOnlyList<string> arguments, string input)
    {
        var call = worktree.Call(arguments).With(new Dictionary<string, string?> { ["GIT_EDITOR"] = ":" });
        return call with
        {
            Settings = [.. call.Settings, .. worktree.MergeGuards, "rebase.updateRefs=false", "rebase.rebaseMerges=false"],
            Input = input,
        };
    }

    private async Task RequireFastForwardAsync(PlanWork work, LandingPlace place, string commit, CancellationToken cancel)
    {
        var call = new GitCall(work.Facts.CommonDirectory, "merge-base", "--is-ancestor", place.Tip, commit);
        if (!(await git.AskAsync(call, cancel)).Succeeded)
        {
            throw new UserError(
                $"{place.Branch} has commits that {work.PlanId} does not have, so there is no fast-forward",
                "choose --merge rebase, --merge squash or --merge merge", ExitCode.NeedsPerson);
        }
    }

    private async Task<UserError> ConflictAsync(
        WorktreeGit worktree, PlanWork work, LandingPlace place, MergeWay way, string commit, ProcessOutput joined,
        CancellationToken cancel)
    {
        var listing = await git.AskAsync(worktree.Call("diff", "--name-only", "--diff-filter=U", "-z"), cancel);
        var files = listing.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        if (files.Length == 0)
        {
            return new UserError(
                $"{work.PlanId} cannot be put onto {place.Branch}: {GitCli.Words(joined)}",
                "put right what git says and try again");
        }
        var command = way == MergeWay.Rebase ? $"git rebase {place.Branch}" : $"git merge {place.Branch}";
        var proceed = way == MergeWay.Rebase ? "git rebase --continue" : "git commit";
        var first = commit == work.BranchTip ? "" : $"\n    git add -A && git commit -m 'Work on {work.PlanId}'";
        return new UserError(
            $"the work on {work.PlanId} conflicts with {place.Branch} in {TerminalText.Label(string.Join(", ", files))}; "
            + "nothing was changed",
            $"resolve it in the worktree, then finalize again:\n    cd '{work.Path}'{first}\n    {command}"
            + $"\n    (resolve, git add, {proceed})\n    lw_coder finalize {work.PlanId}",
            ExitCode.NeedsPerson);
    }
}
