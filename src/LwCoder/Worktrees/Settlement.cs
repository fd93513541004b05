using System.Globalization;
using LwCoder.Git;
using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>Gives names in the host repository to commits that have arrived there.</summary>
/// <param name="inTree">The plan's worktree on the host.</param>
/// <param name="hostTip">Where the plan's branch is before anything moves.</param>
internal sealed class Settlement(
    GitCli git, WorktreeGit inTree, PrivateGit session, string runName, string hostTip, bool allowSubmodules)
{
    private readonly List<string> _otherRefs = [];

    public List<string> Notes { get; } = [];

    public async Task<bool> IsAncestorAsync(string older, string newer, CancellationToken cancel) =>
        (await git.AskAsync(inTree.Call("merge-base", "--is-ancestor", older, newer), cancel)).Succeeded;

    /// <summary>Keeps a branch, tag or stash of the session beside the plan's branch.</summary>
    public async Task KeepOtherAsync(string name, string id, CancellationToken cancel)
    {
        var reference = $"{Harvest.SessionPrefix}{runName}/{name}";
        var kept = await git.AskAsync(inTree.Call("update-ref", reference, id), cancel);
        if (kept.Succeeded)
        {
            _otherRefs.Add(reference);
        }
        else
        {
            Notes.Add($"{TerminalText.Label(name)} of the session ({id}) cannot be kept: {GitCli.Words(kept)}");
        }
    }

    /// <summary>Moves the branch forward to the session's last commit, or keeps that commit beside it.</summary>
    public async Task<HarvestResult> MoveBranchAsync(string tip, CancellationToken cancel)
    {
        if (tip == session.StartTip)
        {
            return new HarvestResult(HarvestOutcome.NoCommits, hostTip, tip, null, 0, _otherRefs, Notes);
        }
        if (await ReasonToKeepAsideAsync(tip, cancel) is { } reason)
        {
            return await KeepAsideAsync(tip, reason, cancel);
        }
        if (tip != hostTip)
        {
            var moved = await git.AskAsync(
                inTree.Call("update-ref", "-m", $"lw_coder: run {runName}", session.BranchRef, tip, hostTip), cancel);
            if (!moved.Succeeded)
            {
                return await KeepAsideAsync(tip, GitCli.Words(moved), cancel);
            }
        }
        await RefreshIndexAsync(cancel);
        var count = await inTree.RunAsync(cancel, "rev-list", "--count", $"{session.StartTip}..{tip}");
        return new HarvestResult(
            HarvestOutcome.BranchMoved, tip, tip, null, int.Parse(count, CultureInfo.InvariantCulture), _otherRefs, Notes);
    }

    private async Task<string?> ReasonToKeepAsideAsync(string tip, CancellationToken cancel)
    {
        if (!await IsAncestorAsync(hostTip, tip, cancel))
        {
            return "the session rewrote commits that the branch has";
        }
        var gitlinks = allowSubmodules ? [] : await NewGitlinksAsync(tip, cancel);
        return gitlinks.Count > 0
            ? $"its commits add a submodule, which git on the host would enter: {TerminalText.Label(string.Join(", ", gitlinks))}"
            : null;
    }

    private async Task<IReadOnlyList<string>> NewGitlinksAsync(string tip, CancellationToken cancel) =>
        GitlinkListing.NewPaths(await inTree.RunAsync(
            cancel, "log", "--format=", "--raw", "-z", "-c", "--no-abbrev", "--no-renames", "--no-show-signature",
            "--no-ext-diff", "--no-textconv", "--ignore-submodules=none", tip, $"^{session.StartTip}", "--"));

    private async Task<HarvestResult> KeepAsideAsync(string tip, string reason, CancellationToken cancel)
    {
        var reference = Harvest.RunPrefix + runName;
        await inTree.RunAsync(cancel, "update-ref", reference, tip);
        Notes.Add($"the session's commits are kept at {reference} and branch {session.WorktreeName} stays where it is: {reason}");
        return new HarvestResult(HarvestOutcome.KeptAside, hostTip, tip, reference, 0, _otherRefs, Notes);
    }

    /// <summary>
    /// The files are those of the session, so with an index of the new commit `git status` shows what it left uncommitted.
    /// </summary>
    private async Task RefreshIndexAsync(CancellationToken cancel)
    {
        var reset = await git.AskAsync(inTree.Call("reset", "--mixed", "-q"), cancel);
        if (!reset.Succeeded)
        {
            Notes.Add(
                $"the index is still that of before ({GitCli.Words(reset)}); refresh it: git -C '{inTree.Path}' reset");
        }
    }
}
