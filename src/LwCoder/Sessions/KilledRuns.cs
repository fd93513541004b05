using LwCoder.Agents;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;

namespace LwCoder.Sessions;

/// <summary>Runs whose lw_coder was killed: finds them, lets their agents end, and takes back what was lent to them.</summary>
/// <param name="secretsAround">Of this machine; those of the killed process are not known any more.</param>
internal sealed class KilledRuns(
    CredentialStore credentials, Func<IEnumerable<Secret>> secretsAround, Narrator narrator, TimeProvider time)
{
    /// <summary>The agent's lifeline gives it ten seconds to end by itself.</summary>
    private static readonly TimeSpan AgentsLastWords = TimeSpan.FromSeconds(15);

    /// <summary>Oldest first, as their commits build on one another.</summary>
    public static List<RunRecord> Unfinished(RunCatalog runs, string planId) =>
    [
        .. from directory in runs.List(planId).Reverse()
           let manifest = directory.TryReadManifest()
           where manifest is not null && IsLost(manifest)
           select new RunRecord(directory, manifest),
    ];

    /// <summary>Its lw_coder is gone, and nobody has put the run in order yet.</summary>
    public static bool IsLost(RunManifest run) =>
        run.State != RunState.Finished && ProcessIdentity.TryParse(run.Owner) is not { MayBeAlive: true };

    /// <summary>Finished ones too: a refreshed login may have found no way back.</summary>
    public static List<RunRecord> WithLogin(RunCatalog runs, string planId) =>
    [
        .. from directory in runs.List(planId)
           where CredentialStore.IsLent(directory.Home)
           let manifest = directory.TryReadManifest()
           where manifest is not null
           select new RunRecord(directory, manifest),
    ];

    public async Task RemoveSecretsAsync(RunRecord run, CancellationToken cancel)
    {
        File.Delete(Path.Combine(run.Directory.Path, EnvironmentFile.Name));
        if (!CredentialStore.IsLent(run.Directory.Home) || AgentCatalog.TryFind(run.Manifest.Tool) is not { } agent)
        {
            return;
        }
        await WaitForAgentAsync(run.Manifest, cancel);
        List<Secret> secrets = [.. secretsAround(), .. Secret.FromHome(agent, run.Directory.Home)];
        foreach (var notice in await credentials.TakeBackAsync(agent, run.Directory.Home, cancel))
        {
            narrator.Warn(notice);
        }
        HomeRedaction.Run(run.Directory.Home, agent, secrets).ToList().ForEach(narrator.Warn);
    }

    public async Task WaitForAgentAsync(RunManifest manifest, CancellationToken cancel)
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
