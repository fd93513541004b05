using LwCoder.Agents;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>
/// Puts in order what a killed lw_coder left behind: lent logins, and runs whose work was never collected.
/// </summary>
internal sealed class RunRecovery(
    CredentialStore credentials, WorkCollector collector, Narrator narrator, TimeProvider time)
{
    /// <summary>The agent's lifeline gives it ten seconds to end by itself.</summary>
    private static readonly TimeSpan AgentsLastWords = TimeSpan.FromSeconds(15);

    /// <summary>Cheap enough for every start: looks only at plans whose last lw_coder is dead.</summary>
    public async Task SweepAsync(RunCatalog runs, CancellationToken cancel)
    {
        foreach (var run in RunLease.Abandoned(runs).SelectMany(plan => Unfinished(runs, plan)))
        {
            await RemoveSecretsAsync(run, cancel);
        }
    }

    /// <summary>Collects the unfinished runs of a plan whose lease we hold, and logins that its runs still have.</summary>
    /// <returns>The worktree as it is afterwards.</returns>
    public async Task<Worktree> CollectAsync(
        RepositoryFacts facts, RunCatalog runs, Worktree worktree, CancellationToken cancel)
    {
        foreach (var run in WithLogin(runs, worktree.Branch))
        {
            await RemoveSecretsAsync(run, cancel);
        }
        foreach (var run in Unfinished(runs, worktree.Branch))
        {
            narrator.Notice($"the run {run.Manifest.RunId} was killed; its work is kept");
            await WaitForAgentAsync(run.Manifest, cancel);
            await RemoveSecretsAsync(run, cancel);
            var work = await collector.CollectAsync(facts, worktree, run, previousPatch: null, secrets: [], cancel);
            foreach (var note in work.Notes)
            {
                narrator.Notice(note);
            }
            worktree = worktree with { Tip = run.Manifest.HeadSha ?? worktree.Tip };
            run.Update(manifest => manifest with
            {
                State = RunState.Finished,
                Outcome = SessionOutcome.Failed.Name(),
                Reason = "lw_coder was killed during this run",
                FinishedAt = time.GetUtcNow(),
                ExitCode = (int)ExitCode.Failed,
            });
        }
        return worktree;
    }

    /// <summary>Oldest first, as their commits build on one another.</summary>
    private static List<RunRecord> Unfinished(RunCatalog runs, string planId) =>
    [
        .. from directory in runs.List(planId).Reverse()
           let manifest = directory.TryReadManifest()
           where manifest is { State: not RunState.Finished }
               && ProcessIdentity.TryParse(manifest.Owner) is not { MayBeAlive: true }
           select new RunRecord(directory, manifest),
    ];

    /// <summary>Finished ones too: a refreshed login may have found no way back.</summary>
    private static List<RunRecord> WithLogin(RunCatalog runs, string planId) =>
    [
        .. from directory in runs.List(planId)
           where CredentialStore.IsLent(directory.Home)
           let manifest = directory.TryReadManifest()
           where manifest is not null
           select new RunRecord(directory, manifest),
    ];

    private async Task RemoveSecretsAsync(RunRecord run, CancellationToken cancel)
    {
        File.Delete(Path.Combine(run.Directory.Path, EnvironmentFile.Name));
        if (CredentialStore.IsLent(run.Directory.Home) && AgentCatalog.TryFind(run.Manifest.Tool) is { } agent)
        {
            await WaitForAgentAsync(run.Manifest, cancel);
            foreach (var notice in await credentials.TakeBackAsync(agent, run.Directory.Home, cancel))
            {
                narrator.Warn(notice);
            }
        }
    }

    private async Task WaitForAgentAsync(RunManifest manifest, CancellationToken cancel)
    {
        var agent = ProcessIdentity.TryParse(manifest.AgentProcess ?? "");
        if (agent is null or { IsElsewhere: true } || !agent.MayBeAlive)
        {
            return;
        }
        narrator.Step($"waiting for the agent of {manifest.RunId} to end");
        var start = time.GetTimestamp();
        while (agent.MayBeAlive && time.GetElapsedTime(start) < AgentsLastWords)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
        }
        if (agent.MayBeAlive)
        {
            throw new UserError(
                $"the agent of the killed run {manifest.RunId} is still at work in the worktree (process {agent.Id})",
                $"end it with 'kill -9 {agent.Id}' and try again");
        }
    }
}
