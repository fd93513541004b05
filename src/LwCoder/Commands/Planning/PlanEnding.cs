using LwCoder.Agents;
using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Planning;

/// <param name="Broken">What kept it from coming to a session; to be thrown once everything is in order.</param>
internal sealed record FinishedPlanning(
    RunDirectory Directory, RunManifest Manifest, IReadOnlyList<NewPlanFile> Plans, UserError? Broken);

/// <summary>Brings home what a planning session wrote, removes what it needed, and writes down how it went.</summary>
internal sealed class PlanEnding(PlanArrivals arrivals, ScratchWorktree scratch, RunEnding ending, Narrator narrator)
{
    /// <summary>Links, which only the agent can have made, are not followed.</summary>
    private static readonly EnumerationOptions OwnObjects = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <param name="session">Null when it never came to one, and then <paramref name="broken"/> says why.</param>
    public async Task<FinishedPlanning> FinishAsync(
        RepositoryFacts facts, PlanningRuns runs, RunRecord run, SessionReport? session, UserError? broken,
        CancellationToken cancel)
    {
        run.Update(manifest => manifest with { State = RunState.Collecting });
        var plans = await arrivals.TakeAsync(facts, PlanningRuns.OutputOf(run.Directory), cancel);
        await RemoveWorktreeAsync(facts, run, cancel);
        RemovePrivateGit(run.Directory);
        // A login that did not find its way back, or a worktree that stays, is looked for where it was.
        if (plans.Count > 0 && !CredentialStore.IsLent(run.Directory.Home) && !Directory.Exists(run.Manifest.Worktree))
        {
            run = runs.FileUnder(run, plans[0]);
        }
        ending.Record(run, session, broken, new CollectedWork(plans.Count > 0, HasEarlierWork: false, []));
        if (run.Manifest.Outcome == SessionOutcome.NoChanges.Name())
        {
            run.Update(manifest => manifest with { Reason = "the session ended and no plan was written" });
        }
        return new FinishedPlanning(run.Directory, run.Manifest, plans, broken);
    }

    private async Task RemoveWorktreeAsync(RepositoryFacts facts, RunRecord run, CancellationToken cancel)
    {
        var manifest = run.Manifest;
        try
        {
            var notes = await scratch.RemoveAsync(
                facts, manifest.Worktree, manifest.BaseSha, manifest.Branch, run.Directory.NestedRepositories, cancel);
            foreach (var note in notes)
            {
                narrator.Notice(note);
            }
        }
        catch (Exception failed) when (failed is UserError or IOException or UnauthorizedAccessException)
        {
            narrator.Warn($"the worktree {manifest.Worktree} stays: {failed.Message}");
        }
    }

    /// <summary>It is of no use any more, unless something was committed in it.</summary>
    private void RemovePrivateGit(RunDirectory run)
    {
        if (!run.HasUncollectedCommits)
        {
            return;
        }
        var objects = new DirectoryInfo(Path.Combine(run.GitDirectory, "objects"));
        if (!objects.Exists || objects.EnumerateFiles("*", OwnObjects).Any(file => file.Name != "alternates"))
        {
            narrator.Notice("the agent used git; what it committed or staged stays in repo-git of the session's folder");
            return;
        }
        PrivateGit.Delete(run.Path);
    }
}
