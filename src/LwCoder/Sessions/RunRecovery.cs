using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions.Live;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>
/// Puts in order what a killed lw_coder left behind: lent logins, and runs whose work was never collected.
/// </summary>
internal sealed class RunRecovery(
    KilledRuns killed, WorkCollector collector, SessionChronicle chronicle, Narrator narrator, TimeProvider time)
{
    /// <summary>Cheap enough for every start: looks only at plans whose last lw_coder is dead.</summary>
    public async Task SweepAsync(RunCatalog runs, CancellationToken cancel)
    {
        foreach (var run in RunLease.Abandoned(runs).SelectMany(plan => KilledRuns.Unfinished(runs, plan)))
        {
            await killed.RemoveSecretsAsync(run, cancel);
        }
    }

    /// <summary>Collects the unfinished runs of a plan whose lease we hold, and logins that its runs still have.</summary>
    /// <param name="killedRuns">See <see cref="KilledRuns.Unfinished"/>.</param>
    /// <returns>The worktree as it is afterwards.</returns>
    public async Task<Worktree> CollectAsync(
        RepositoryFacts facts, RunCatalog runs, Worktree worktree, IReadOnlyList<RunRecord> killedRuns, CancellationToken cancel)
    {
        foreach (var run in KilledRuns.WithLogin(runs, worktree.Branch))
        {
            await killed.RemoveSecretsAsync(run, cancel);
        }
        foreach (var run in killedRuns)
        {
            narrator.Notice($"the run {run.Manifest.RunId} was killed; its work is kept");
            await killed.WaitForAgentAsync(run.Manifest, cancel);
            await killed.RemoveSecretsAsync(run, cancel);
            var work = await collector.CollectAsync(facts, worktree, run, previousPatch: null, secrets: [], cancel);
            foreach (var note in work.Notes)
            {
                narrator.Notice(note);
            }
            worktree = worktree with { Tip = run.Manifest.HeadSha ?? worktree.Tip };
            var record = run.Directory.SessionFile;
            var events = File.Exists(record) ? EventSummary.Of(SessionLog.Read(record)) : null;
            run.Update(manifest => RunEnding.WithUsage(manifest, events?.Usage) with
            {
                State = RunState.Finished,
                Outcome = SessionOutcome.Failed.Name(),
                Reason = "lw_coder was killed during this run",
                EndedBy = EndedBy.Lost.Word(),
                FinishedAt = time.GetUtcNow(),
                ExitCode = (int)ExitCode.Failed,
                SessionId = events?.Session ?? manifest.SessionId,
            });
            await chronicle.EndAsync(facts.Root, run);
        }
        return worktree;
    }
}
