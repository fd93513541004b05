using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>What a repository has of the work on a plan. Nothing is made or mended by looking.</summary>
/// <param name="Admin">git's record of the worktree; null when it has none. The folder itself may be gone.</param>
/// <param name="BranchTip">Where the plan's own branch is; null when there is none, or the one of that name is not ours.</param>
/// <param name="BaseSha">The commit the work started from; null when nothing remembers it.</param>
/// <param name="StartedFrom">The branch the user was on then.</param>
internal sealed record PlanWork(
    RepositoryFacts Facts, string PlanId, string Path, AdminDirectory? Admin, string? BranchTip, string? BaseSha,
    string? StartedFrom)
{
    public bool HasFolder => Admin is not null && Directory.Exists(Path);

    public bool IsNothing => Admin is null && BranchTip is null;

    /// <summary>The newest commit that is known, also where the branch was deleted under the worktree.</summary>
    public string? Tip => BranchTip ?? Admin?.LastHead();

    /// <summary>A branch is the plan's own when lw_coder made it, or has its worktree on it.</summary>
    /// <param name="recordedBase">What the plan or its runs say of the base; the branch's own record counts more.</param>
    public static async Task<PlanWork> FindAsync(
        GitCli git, RepositoryFacts facts, string planId, string? recordedBase, string? recordedStart, CancellationToken cancel)
    {
        var path = WorktreeManager.PathOf(facts, planId);
        Refuse.Links(facts, path);
        var admin = AdminDirectory.Find(facts.CommonDirectory, path);
        var branch = await git.AskAsync(
            new GitCall(facts.CommonDirectory, "rev-parse", "--verify", "--quiet", $"{BranchName.ToRef(planId)}^{{commit}}"),
            cancel);
        var baseSha = BranchRecord.BaseOf(facts, planId);
        var isOwn = baseSha is not null || admin?.IsOn(planId) == true;
        return new PlanWork(
            facts, planId, path, admin, branch.Succeeded && isOwn ? branch.Output.Trim() : null,
            baseSha ?? recordedBase, BranchRecord.StartOf(facts, planId) ?? recordedStart);
    }

    /// <summary>As a run knows it; null when there is no worktree or no branch.</summary>
    public Worktree? ToWorktree() => Admin is { } admin && BranchTip is { } tip
        ? new Worktree(Path, admin.Path, PlanId, BaseSha ?? tip, tip, StartedFrom, Created: false, [])
        : null;

    public WorktreeGit? Open(GitCli git) => Admin is { } admin ? new WorktreeGit(git, Facts, Path, admin.Path) : null;

    /// <summary>Paths that are not committed, as `git status` lists them; none where the folder is gone.</summary>
    public async Task<IReadOnlyList<StatusEntry>> UncommittedAsync(GitCli git, CancellationToken cancel) =>
        HasFolder
            ? StatusListing.Parse(await Open(git)!.RunAsync(
                cancel, "status", "--porcelain=v2", "-z", "--untracked-files=all", "--ignore-submodules=all"))
            : [];

    /// <summary>How many commits the work has, counted from its base and not from what is checked out now.</summary>
    public async Task<int> CommitsAsync(GitCli git, CancellationToken cancel)
    {
        if (Tip is not { } tip)
        {
            return 0;
        }
        string[] range = BaseSha is { } start && await ExistsAsync(git, start, cancel) ? [tip, $"^{start}"] : [tip];
        var count = await git.AskAsync(new GitCall(Facts.CommonDirectory, ["rev-list", "--count", .. range, "--"]), cancel);
        return count.Succeeded
            ? int.Parse(count.Output, System.Globalization.CultureInfo.InvariantCulture)
            : 0;
    }

    /// <exception cref="UserError">When somebody has the branch checked out, or has locked the worktree.</exception>
    public async Task RequireFreeAsync(GitCli git, CancellationToken cancel)
    {
        if (BranchTip is not null)
        {
            Refuse.CheckedOutElsewhere(await WorktreeListing.AskAsync(git, Facts, cancel), Path, PlanId);
        }
        if (Admin is { } admin && File.Exists(admin.Locked) && !admin.IsUnfinished)
        {
            throw new UserError(
                $"the worktree {Path} is locked{Reason(admin)}", $"when nobody needs it: git worktree unlock '{Path}'");
        }
    }

    private static string Reason(AdminDirectory admin) =>
        File.ReadAllText(admin.Locked).Trim() is { Length: > 0 } reason ? $" ({TerminalText.Label(reason)})" : "";

    private async Task<bool> ExistsAsync(GitCli git, string commit, CancellationToken cancel) =>
        (await git.AskAsync(new GitCall(Facts.CommonDirectory, "cat-file", "-e", $"{commit}^{{commit}}"), cancel)).Succeeded;
}
