using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;

namespace LwCoder.Sessions.Scratch;

/// <summary>
/// Puts in order what a killed lw_coder left behind of its scratch sessions: container, lent login and worktree. What their
/// agents had written is taken over.
/// </summary>
internal sealed class ScratchSweep(
    ContainerSweep containers, KilledRuns killed, ScratchRemoval removal, Narrator narrator, TimeProvider time)
{
    /// <param name="finish">Brings a killed session, which ended with this error, to its end.</param>
    public async Task RunAsync(
        RepositoryFacts facts, ScratchRuns runs, Func<RunRecord, UserError, Task> finish, CancellationToken cancel)
    {
        foreach (var run in KilledRuns.WithLogin(runs.Catalog, runs.Name).Where(IsFinished))
        {
            await killed.RemoveSecretsAsync(run, cancel);
        }
        var left = await runs.ClaimKilledAsync(cancel);
        if (left.Any(run => run.Manifest.Sandbox == "docker"))
        {
            await containers.RunAsync(cancel);
        }
        foreach (var run in left)
        {
            narrator.Notice($"the {runs.Name} session {run.Directory.Id.Stamp} was killed; it is cleaned up");
            await killed.WaitForAgentAsync(run.Manifest, cancel);
            await killed.RemoveSecretsAsync(run, cancel);
            await finish(run, new UserError("lw_coder was killed during this session"));
        }
        foreach (var run in WithWorktree(runs))
        {
            await removal.RunAsync(facts, run, cancel);
        }
        foreach (var warning in new RunRetention(runs.Catalog, time).Prune().Warnings)
        {
            narrator.Warn(warning);
        }
    }

    /// <summary>
    /// Finished, and yet it is there: it could not be removed, or a git that was being ended wrote it once more.
    /// </summary>
    private static List<RunRecord> WithWorktree(ScratchRuns runs) =>
    [
        .. from directory in runs.Catalog.List(runs.Name)
           where Directory.Exists(directory.Worktree)
           let manifest = directory.TryReadManifest()
           where manifest is { State: RunState.Finished }
           select new RunRecord(directory, manifest),
    ];

    private static bool IsFinished(RunRecord run) => run.Manifest.State == RunState.Finished;
}
