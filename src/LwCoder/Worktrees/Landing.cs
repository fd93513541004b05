using LwCoder.Git;
using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>The branch that finished work goes to.</summary>
/// <param name="Checkout">The worktree that has it checked out, which must follow; null when none has.</param>
internal sealed record LandingPlace(RepositoryFacts Facts, string Branch, string Tip, string? Checkout);

/// <summary>Moves a branch forward to finished work, together with the checkout of it if there is one.</summary>
internal sealed class Landing(GitCli git)
{
    private const int ShownPaths = 5;

    /// <exception cref="UserError">There is no such branch, or git and the file system disagree about its checkout.</exception>
    public async Task<LandingPlace> FindAsync(RepositoryFacts facts, string branch, CancellationToken cancel) =>
        await TryFindAsync(facts, branch, cancel)
        ?? throw new UserError(
            $"there is no branch {TerminalText.Label(branch)}", "name the one the work is for: --into <branch>");

    /// <returns>Null when there is no such branch.</returns>
    public async Task<LandingPlace?> TryFindAsync(RepositoryFacts facts, string branch, CancellationToken cancel)
    {
        var tip = await git.AskAsync(
            new GitCall(facts.CommonDirectory, "rev-parse", "--verify", "--quiet", $"{BranchName.ToRef(branch)}^{{commit}}"),
            cancel);
        if (!tip.Succeeded)
        {
            return null;
        }
        var worktrees = await WorktreeListing.AskAsync(git, facts, cancel);
        var checkout = worktrees.FirstOrDefault(entry => entry.Branch == branch && !entry.IsBare);
        return checkout is { IsPrunable: true }
            ? throw new UserError(
                $"branch {branch} is checked out at {checkout.Path}, a folder that is gone",
                "if it was moved: git worktree repair <its new path>; if it was deleted: git worktree prune")
            : new LandingPlace(facts, branch, tip.Output.Trim(), checkout?.Path);
    }

    /// <param name="plan">The plan's file, whose status lw_coder keeps, does not count.</param>
    /// <exception cref="UserError">Somebody has changes in the checkout; lw_coder does not touch it then.</exception>
    public async Task RequireCleanAsync(LandingPlace place, string plan, CancellationToken cancel)
    {
        if (place.Checkout is not { } checkout)
        {
            return;
        }
        var own = Path.GetRelativePath(checkout, plan).Replace('\\', '/');
        var changed = (await StatusAsync(checkout, "no", cancel)).Where(entry => entry.Path != own).ToList();
        if (changed.Count > 0)
        {
            var more = changed.Count > ShownPaths ? ", …" : "";
            throw new UserError(
                $"{checkout} has branch {place.Branch} checked out and changes that are not committed: "
                + $"{TerminalText.Label(string.Join(", ", changed.Take(ShownPaths).Select(entry => entry.Path)))}{more}",
                $"commit them, or put them aside: git -C '{checkout}' stash; or land elsewhere with --into <branch>",
                ExitCode.NeedsPerson);
        }
    }

    /// <summary>Forward only, and only from where the branch was when the work was joined with it.</summary>
    /// <exception cref="UserError">It moved meanwhile, or files are in the way; branch and checkout are as before.</exception>
    public async Task LandAsync(LandingPlace place, string commit, CancellationToken cancel)
    {
        if (place.Tip == commit)
        {
            return;
        }
        var call = place.Checkout is { } checkout
            ? new GitCall(checkout, "merge", "--quiet", "--ff-only", "--no-stat", "--no-autostash", commit)
            : new GitCall(
                place.Facts.CommonDirectory, "update-ref", "-m", "lw_coder: finalize", BranchName.ToRef(place.Branch), commit,
                place.Tip);
        var output = await git.AskAsync(call, cancel);
        if (!output.Succeeded)
        {
            await RepairAsync(place, commit, cancel);
            throw new UserError(
                $"{place.Branch} could not be moved forward: {GitCli.Words(output)}; nothing was changed",
                "put right what git says and finalize again");
        }
    }

    /// <summary>
    /// A git that was killed while it updated the checkout has written some of the commit's files, and moved nothing yet.
    /// Those files go back to what they were; a file that is neither as before nor as in the commit is a person's, and then
    /// all are left alone.
    /// </summary>
    /// <param name="commit">The commit that was to land.</param>
    public async Task RepairAsync(LandingPlace place, string commit, CancellationToken cancel)
    {
        if (place.Checkout is not { } checkout)
        {
            return;
        }
        var diff = await git.RunAsync(
            checkout, cancel, "diff-tree", "-r", "-z", "--name-only", "--no-renames", place.Tip, commit, "--");
        var landing = diff.Split('\0', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var touched = (await StatusAsync(checkout, "all", cancel))
            .Select(entry => entry.Path).Where(landing.Contains).ToHashSet();
        if (touched.Count == 0 || await DiffersAsync(checkout, touched, commit, cancel))
        {
            return;
        }
        await WithPathsAsync(checkout, touched, null, cancel, "add", "-A");
        await WithPathsAsync(checkout, touched, null, cancel, "restore", $"--source={place.Tip}", "--staged", "--worktree");
    }

    private async Task<bool> DiffersAsync(string checkout, HashSet<string> paths, string commit, CancellationToken cancel)
    {
        var gitDirectory = (await git.RunAsync(checkout, cancel, "rev-parse", "--absolute-git-dir")).TrimEnd('\n');
        using var index = TemporaryIndex.Copy(gitDirectory);
        await WithPathsAsync(checkout, paths, index.Path, cancel, "add", "-A");
        var call = new GitCall(checkout, "diff", "--cached", "--name-only", "--no-renames", "-z", commit, "--")
        {
            Environment = new Dictionary<string, string?> { ["GIT_INDEX_FILE"] = index.Path },
        };
        return (await git.RunAsync(call, cancel)).Split('\0').Any(paths.Contains);
    }

    private Task<string> WithPathsAsync(
        string checkout, HashSet<string> paths, string? index, CancellationToken cancel, params string[] arguments) =>
        git.RunAsync(
            new GitCall(checkout, ["--literal-pathspecs", .. arguments, "--pathspec-from-file=-", "--pathspec-file-nul"])
            {
                Input = string.Join('\0', paths),
                Environment = index is null ? [] : new Dictionary<string, string?> { ["GIT_INDEX_FILE"] = index },
            },
            cancel);

    private async Task<IReadOnlyList<StatusEntry>> StatusAsync(string checkout, string untracked, CancellationToken cancel) =>
        StatusListing.Parse(await git.RunAsync(
            checkout, cancel, "status", "--porcelain=v2", "-z", $"--untracked-files={untracked}", "--no-renames"));
}
