using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Planning;

/// <summary>
/// The sessions that write plans, in `.lw_coder/plan-traces`. A session's folder is under `planning` until its plan is there,
/// and then under that plan's id.
/// </summary>
internal sealed class PlanningRuns(string stateFolder)
{
    /// <summary>Stands for the id of a plan that has none yet.</summary>
    public const string Unnamed = "planning";

    public RunCatalog Catalog { get; } = new(Path.Combine(stateFolder, "plan-traces"));

    /// <summary>Where the agent puts the plan: a folder of its own, so that it can overwrite no other plan.</summary>
    public static string OutputOf(RunDirectory run) => Path.Combine(run.Path, "output");

    public async Task<RunDirectory> CreateAsync(DateTimeOffset now, CancellationToken cancel)
    {
        IgnoredFolder.Create(Catalog.Root);
        using var section = await LockAsync(cancel);
        var run = Catalog.Create(Unnamed, now);
        Directory.CreateDirectory(OutputOf(run));
        return run;
    }

    /// <summary>Makes the sessions of lw_coders that were killed ours, so that no two clean up one.</summary>
    public async Task<IReadOnlyList<RunRecord>> ClaimKilledAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(Catalog.PlanFolder(Unnamed)))
        {
            return [];
        }
        using var section = await LockAsync(cancel);
        var killed = KilledRuns.Unfinished(Catalog, Unnamed);
        foreach (var run in killed)
        {
            run.Update(manifest => manifest with { Owner = ProcessIdentity.Current.ToString() });
        }
        return killed;
    }

    private Task<FileLock> LockAsync(CancellationToken cancel) =>
        FileLock.AcquireAsync(Path.Combine(Catalog.Root, ".sessions.lock"), cancel);

    /// <summary>Files a session under the plan it wrote.</summary>
    /// <returns>The session where it is now.</returns>
    public RunRecord FileUnder(RunRecord run, NewPlanFile plan)
    {
        var id = new RunId(plan.Id, run.Directory.Id.Stamp);
        var folder = Path.Combine(Catalog.PlanFolder(id.PlanId), id.Stamp);
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
