using LwCoder.Git;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>Finds the work on a plan, with what a killed run left behind collected into it.</summary>
internal sealed class WorkDesk(GitCli git, ContainerSweep containers, RunRecovery recovery)
{
    /// <summary>Call it while the plan's lease is held.</summary>
    /// <param name="planBase">The commit the plan names, if it names one.</param>
    public async Task<PlanWork> OpenAsync(
        RepositoryFacts facts, RunCatalog runs, string planId, string? planBase, CancellationToken cancel)
    {
        var work = await FindAsync();
        var isUnfinished = runs.List(planId).Any(run => run.TryReadManifest() is { State: not RunState.Finished });
        if (!isUnfinished)
        {
            return work;
        }
        await containers.RunAsync(cancel);
        await recovery.SweepAsync(runs, cancel);
        if (!work.HasFolder || work.ToWorktree() is not { } worktree)
        {
            return work;
        }
        await recovery.CollectAsync(facts, runs, worktree, cancel);
        return await FindAsync();

        Task<PlanWork> FindAsync()
        {
            var newest = runs.List(planId).Select(run => run.TryReadManifest()).FirstOrDefault(run => run is not null);
            return PlanWork.FindAsync(git, facts, planId, newest?.BaseSha ?? planBase, newest?.StartedFrom, cancel);
        }
    }
}
