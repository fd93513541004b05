using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>
/// Brings a session's commits home. Nothing the session wrote is used as a repository or as configuration; the plan's
/// branch only ever moves forward, and all else the session committed is kept under refs of its own. Can be repeated.
/// </summary>
internal sealed class Harvest(GitCli git, IProcessRunner processes)
{
    /// <summary>`refs/lw_coder/runs/&lt;run&gt;` is a session's last commit when its branch could not take it.</summary>
    public const string RunPrefix = "refs/lw_coder/runs/";

    /// <summary>`refs/lw_coder/sessions/&lt;run&gt;/…` are the other branches, tags and stashes of a session.</summary>
    public const string SessionPrefix = "refs/lw_coder/sessions/";

    private const int MaximumOtherRefs = 1000;

    /// <summary>
    /// Call it after <see cref="NestedRepositories.MoveAwayAsync"/> and when nothing of the session runs any more.
    /// </summary>
    /// <param name="allowSubmodules">Take commits that add a submodule onto the branch as well.</param>
    public async Task<HarvestResult> CollectAsync(
        RepositoryFacts facts, Worktree worktree, PrivateGit session, string runName, bool allowSubmodules,
        CancellationToken cancel)
    {
        var host = (await RefListing.AskAsync(git, facts, cancel)).ToDictionary(entry => entry.Name, entry => entry.ObjectId);
        var hostTip = host.GetValueOrDefault(session.BranchRef, session.StartTip);
        SessionRefs refs;
        try
        {
            refs = await SessionRefs.ReadAsync(processes, session, cancel);
        }
        catch (UserError special)
        {
            return Unreadable(hostTip, null, TerminalText.Label(special.Message));
        }
        var candidates = Candidates(refs, session);
        var import = new ObjectImport(git, facts);
        var types = await import.TypesAsync(candidates.Values, cancel);
        var missing = candidates.Values.Where(id => !types.ContainsKey(id)).Distinct().ToList();
        if (missing.Count > 0)
        {
            var known = host.Values.Append(worktree.BaseSha).Append(session.StartTip).Distinct().ToList();
            if (await import.ImportAsync(session, missing, known, cancel) is { } failure)
            {
                return Unreadable(hostTip, refs.Head, $"the session's commits cannot be taken over: {failure}");
            }
            types = await import.TypesAsync(candidates.Values, cancel);
        }
        var commits = candidates.Where(entry => types.GetValueOrDefault(entry.Value) is "commit" or "tag").ToDictionary();
        var settlement = new Settlement(git, new WorktreeGit(git, facts, worktree), session, runName, hostTip, allowSubmodules);
        var result = await SettleAsync(settlement, session, refs, commits, cancel);
        var submodules = PrivateSubmodules.WithWork(session.GitDirectory);
        return submodules.Count == 0 ? result : result with
        {
            IsSafe = false,
            Notes = [.. result.Notes, .. submodules.Select(directory =>
                $"the session committed in a submodule; that stays in {directory}, which is kept")],
        };
    }

    /// <summary>The session's HEAD (as an empty name), its branch, and every ref it made or moved.</summary>
    private static Dictionary<string, string> Candidates(SessionRefs refs, PrivateGit session)
    {
        var candidates = refs.Refs
            .Where(entry => entry.Key != session.BranchRef && !session.InitialRefs.Contains(new RefEntry(entry.Key, entry.Value)))
            .Take(MaximumOtherRefs)
            .ToDictionary();
        candidates[session.BranchRef] = refs.Refs.GetValueOrDefault(session.BranchRef, session.StartTip);
        candidates[""] = refs.Head ?? candidates[session.BranchRef];
        return candidates;
    }

    private static async Task<HarvestResult> SettleAsync(
        Settlement settlement, PrivateGit session, SessionRefs refs, Dictionary<string, string> commits, CancellationToken cancel)
    {
        var onBranch = commits.GetValueOrDefault(session.BranchRef, session.StartTip);
        var atHead = commits.GetValueOrDefault("", onBranch);
        var tip = atHead == onBranch || await settlement.IsAncestorAsync(onBranch, atHead, cancel) ? atHead : onBranch;
        if (tip != onBranch)
        {
            settlement.Notes.Add(refs.HeadBranch is { } name
                ? $"the session had switched to branch {TerminalText.Label(name)}; its commits count as the plan's"
                : "the session's HEAD was detached; its commits count as the plan's");
        }
        foreach (var (name, id) in commits.Where(entry => IsOther(entry.Key) && entry.Value != tip))
        {
            await settlement.KeepOtherAsync(name["refs/".Length..], id, cancel);
        }
        if (atHead != tip && !commits.Any(entry => IsOther(entry.Key) && entry.Value == atHead))
        {
            await settlement.KeepOtherAsync("HEAD", atHead, cancel);
        }
        if (commits.Count(entry => IsOther(entry.Key)) == MaximumOtherRefs)
        {
            settlement.Notes.Add(
                $"the session made {MaximumOtherRefs} other refs or more; those beyond are only in {session.GitDirectory}");
        }
        return await settlement.MoveBranchAsync(tip, cancel);

        bool IsOther(string name) => name.Length > 0 && name != session.BranchRef;
    }

    private static HarvestResult Unreadable(string hostTip, string? sessionTip, string note) =>
        new(HarvestOutcome.Unreadable, hostTip, sessionTip, null, 0, [], [note]);
}
