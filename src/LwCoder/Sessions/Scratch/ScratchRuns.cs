using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;
using LwCoder.Runs;

namespace LwCoder.Sessions.Scratch;

/// <summary>
/// The sessions that read a project and write texts of their own, in `.lw_coder/plan-traces`, one kind of them under one name.
/// </summary>
/// <param name="name">Stands where other runs have the id of their plan.</param>
internal sealed class ScratchRuns(string stateFolder, string name)
{
    public string Name { get; } = name;

    public RunCatalog Catalog { get; } = new(Path.Combine(stateFolder, StateFolder.PlanTraces));

    /// <summary>Where the agent puts what it writes: a folder of its own, so that it can overwrite nothing else.</summary>
    public static string OutputOf(RunDirectory run) => Path.Combine(run.Path, "output");

    /// <summary>What the agent is to read besides the project, if anything; copies, so that it can spoil nothing.</summary>
    public static string InputOf(RunDirectory run) => Path.Combine(run.Path, "input");

    public async Task<RunDirectory> CreateAsync(DateTimeOffset now, CancellationToken cancel)
    {
        IgnoredFolder.Create(Catalog.Root);
        using var section = await LockAsync(cancel);
        var run = Catalog.Create(Name, now);
        Directory.CreateDirectory(OutputOf(run));
        return run;
    }

    /// <summary>Makes the sessions of lw_coders that were killed ours, so that no two clean up one.</summary>
    public async Task<IReadOnlyList<RunRecord>> ClaimKilledAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(Catalog.PlanFolder(Name)))
        {
            return [];
        }
        using var section = await LockAsync(cancel);
        var killed = KilledRuns.Unfinished(Catalog, Name);
        foreach (var run in killed)
        {
            run.Update(manifest => manifest with { Owner = ProcessIdentity.Current.ToString() });
        }
        return killed;
    }

    private Task<FileLock> LockAsync(CancellationToken cancel) =>
        FileLock.AcquireAsync(Path.Combine(Catalog.Root, ".sessions.lock"), cancel);
}
