using LwCoder.Agents;
using LwCoder.Git;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Scratch;

namespace LwCoder.Commands.Planning;

/// <param name="Broken">What kept it from coming to a session; to be thrown once everything is in order.</param>
internal sealed record FinishedPlanning(
    RunDirectory Directory, RunManifest Manifest, IReadOnlyList<NewPlanFile> Plans, UserError? Broken);

/// <summary>
/// Brings home what a planning session wrote, removes what it needed, and writes down how it went. Its folder then is under the
/// id of the plan it wrote.
/// </summary>
internal sealed class PlanEnding(PlanArrivals arrivals, ScratchRemoval removal, RunEnding ending)
{
    public async Task<FinishedPlanning> FinishAsync(
        RepositoryFacts facts, ScratchRuns runs, EndedScratch ended, CancellationToken cancel)
    {
        var run = ended.Run;
        run.Update(manifest => manifest with { State = RunState.Collecting });
        var plans = await arrivals.TakeAsync(facts, ScratchRuns.OutputOf(run.Directory), cancel);
        await removal.RunAsync(facts, run, cancel);
        // A login that did not find its way back, or a worktree that stays, is looked for where it was.
        if (plans.Count > 0 && !CredentialStore.IsLent(run.Directory.Home) && !Directory.Exists(run.Manifest.Worktree))
        {
            run = FileUnder(runs.Catalog, run, plans[0]);
        }
        await ending.RecordAsync(
            facts.Root, run, ended.Session, ended.Broken, new CollectedWork(plans.Count > 0, HasEarlierWork: false, []));
        if (run.Manifest.Outcome == SessionOutcome.NoChanges.Name())
        {
            run.Update(manifest => manifest with { Reason = "the session ended and no plan was written" });
        }
        return new FinishedPlanning(run.Directory, run.Manifest, plans, ended.Broken);
    }

    /// <returns>The session where it is now.</returns>
    private static RunRecord FileUnder(RunCatalog sessions, RunRecord run, NewPlanFile plan)
    {
        var id = new RunId(plan.Id, run.Directory.Id.Stamp);
        var folder = Path.Combine(sessions.PlanFolder(id.PlanId), id.Stamp);
        if (Path.Exists(folder))
        {
            return run;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Directory.Move(run.Directory.Path, folder);
        return RunRecord.Begin(new RunDirectory(id, folder), run.Manifest with
        {
            RunId = id.ToString(), PlanId = plan.Id, PlanPath = plan.Path,
        });
    }
}
