using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions;

namespace LwCoder.Commands.Planning;

/// <summary>
/// Puts in order what a killed `plan` left behind: its container, the lent login and the worktree. A plan that its agent had
/// written is taken over.
/// </summary>
internal sealed class PlanSweep(
    ContainerSweep containers, KilledRuns killed, PlanEnding ending, Narrator narrator, TimeProvider time)
{
    public async Task RunAsync(RepositoryFacts facts, PlanningRuns runs, CancellationToken cancel)
    {
        foreach (var run in KilledRuns.WithLogin(runs.Catalog, PlanningRuns.Unnamed).Where(IsFinished))
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
            narrator.Notice($"the planning session {run.Directory.Id.Stamp} was killed; it is cleaned up");
            await killed.WaitForAgentAsync(run.Manifest, cancel);
            await killed.RemoveSecretsAsync(run, cancel);
            var broken = new UserError("lw_coder was killed during this session");
            foreach (var plan in (await ending.FinishAsync(facts, runs, run, session: null, broken, cancel)).Plans)
            {
                narrator.Notice($"the plan it had written is in {plan.Path}");
            }
        }
        Prune(runs);
    }

    private static bool IsFinished(RunRecord run) => run.Manifest.State == RunState.Finished;

    private void Prune(PlanningRuns runs)
    {
        foreach (var warning in new RunRetention(runs.Catalog, time).Prune().Warnings)
        {
            narrator.Warn(warning);
        }
    }
}
