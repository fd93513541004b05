using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>Finds the work on a plan, with what a killed run left behind collected into it.</summary>
internal sealed class WorkDesk(GitCli git, RunRecovery recovery, ContainerSweep containers, Narrator narrator)
{
    /// <summary>Call it while the plan's lease is held.</summary>
    /// <param name="planBase">The commit the plan names, if it names one.</param>
    public async Task<PlanWork> OpenAsync(
        RepositoryFacts facts, RunCatalog runs, string planId, string? planBase, CancellationToken cancel)
    {
        if (runs.List(planId).Any(run => run.TryReadManifest() is { State: not RunState.Finished }))
        {
            // An agent that is still at work would change what is about to be looked at.
            await containers.RunAsync(cancel);
            await recovery.SweepAsync(runs, cancel);
            if (await FindAsync() is { HasFolder: true } found && found.ToWorktree() is { } worktree)
            {
                await recovery.CollectAsync(facts, runs, worktree, KilledRuns.Unfinished(runs, planId), cancel);
            }
        }
        foreach (var run in runs.List(planId))
        {
            if (run.HasUncollectedCommits)
            {
                narrator.Notice($"commits of the run {run.Id} are only in {run.GitDirectory}; they are not part of the work");
            }
            if (run.TryReadManifest()?.KeptRef is { } kept)
            {
                narrator.Notice($"commits of the run {run.Id} that did not fit the branch are at {kept}; they stay there");
            }
        }
        return await FindAsync();

        Task<PlanWork> FindAsync()
        {
            var newest = runs.List(planId).Select(run => run.TryReadManifest()).FirstOrDefault(run => run is not null);
            return PlanWork.FindAsync(git, facts, planId, newest?.BaseSha ?? planBase, newest?.StartedFrom, cancel);
        }
    }
}
