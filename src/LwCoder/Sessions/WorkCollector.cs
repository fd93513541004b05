using LwCoder.Git;
using LwCoder.Runs;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>What a run brought home.</summary>
/// <param name="Changed">The run added to what was there before it.</param>
/// <param name="HasEarlierWork">There was something before it.</param>
/// <param name="Notes">What the user should know, one sentence each.</param>
internal sealed record CollectedWork(bool Changed, bool HasEarlierWork, IReadOnlyList<string> Notes);

/// <summary>
/// Brings a run's work into the repository and describes it: repositories hidden in the worktree are moved away, commits
/// taken over, files that were only lent taken away, the patch and the list of risks written. It can be repeated, so a run
/// that was killed is collected by the next.
/// </summary>
/// <param name="secretsAround">Of this machine, beside those of a session.</param>
internal sealed class WorkCollector(
    NestedRepositories nested, Harvest harvest, FileSync sync, ChangePatch patch, Func<IEnumerable<Secret>> secretsAround)
{
    /// <param name="previousPatch">
    /// The patch of the plan's run before this one, or null: what it holds already is no change of this run. An edit by
    /// hand between two runs counts as one, as nothing records it.
    /// </param>
    /// <param name="secrets">The session's own. Neither they nor what looks like one get into the patch.</param>
    public async Task<CollectedWork> CollectAsync(
        RepositoryFacts facts, Worktree worktree, RunRecord run, string? previousPatch, IEnumerable<Secret> secrets,
        CancellationToken cancel)
    {
        var directory = run.Directory;
        // Before any git of ours looks at what the agent has written.
        var moved = await nested.MoveAwayAsync(facts, worktree, directory.NestedRepositories, cancel);
        var commits = PrivateGit.Open(facts, worktree.Branch, directory.Path) is { } session
            ? await harvest.CollectAsync(facts, worktree, session, directory.Id.Name, allowSubmodules: false, cancel)
            : null;
        if (commits is { IsSafe: true })
        {
            PrivateGit.Delete(directory.Path);
        }
        var synced = await sync.RemoveAsync(facts, worktree, cancel);
        List<Secret> known = [.. secrets, .. secretsAround()];
        using var exact = new ExactPatch();
        var changes = await patch.WriteAsync(facts, worktree, exact.Path, synced.Kept, cancel);
        PatchRedaction.Copy(exact.Path, directory.PatchFile, known);
        var head = commits?.Tip ?? worktree.Tip;
        run.Update(manifest => manifest with
        {
            HeadSha = head,
            KeptRef = commits?.KeptAt,
            Changes = new ChangeCounts(changes.Files, changes.Insertions, changes.Deletions, commits?.Commits ?? 0),
            Risks =
            [
                .. RiskNote.From(changes, moved),
                .. SecretNote.From(File.ReadLines(exact.Path), new Redactor(known)),
                .. synced.Risks,
            ],
        });
        var sameFiles = previousPatch is null
            ? changes.IsEmpty
            : await HashAsync(previousPatch, cancel) == await HashAsync(directory.PatchFile, cancel);
        return new CollectedWork(
            Changed: !sameFiles || head != run.Manifest.StartSha || commits?.KeptAt is not null,
            HasEarlierWork: previousPatch is not null && !changes.IsEmpty,
            [.. commits?.Notes ?? [], .. synced.Notes]);
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancel)
    {
        await using var content = File.OpenRead(file);
        return Convert.ToHexString(await System.Security.Cryptography.SHA256.HashDataAsync(content, cancel));
    }
}
