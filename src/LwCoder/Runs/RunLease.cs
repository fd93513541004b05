using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;

namespace LwCoder.Runs;

/// <summary>
/// The right to work on a plan, so that two `code` on one plan never share a worktree. It is a file that names its holder;
/// the lease of a dead process is taken over, and tells that its run was left unfinished.
/// </summary>
internal sealed class RunLease : IDisposable
{
    private readonly string _file;
    private readonly ProcessIdentity _holder;

    private RunLease(string file, ProcessIdentity holder, bool takenOver)
    {
        _file = file;
        _holder = holder;
        TookOver = takenOver;
    }

    /// <summary>True when the holder before us died without giving the lease back.</summary>
    public bool TookOver { get; }

    /// <exception cref="UserError">Somebody else holds it.</exception>
    public static async Task<RunLease> TakeAsync(
        RunCatalog runs, string planId, ProcessIdentity holder, CancellationToken cancel)
    {
        // Runs hold transcripts and, while they last, logins.
        IgnoredFolder.Create(runs.Root);
        var folder = Directory.CreateDirectory(runs.PlanFolder(planId)).FullName;
        var file = FileIn(folder);
        using var section = await FileLock.AcquireAsync(Path.Combine(runs.Root, ".lease.lock"), cancel);
        var before = Read(file);
        if (before is { MayBeAlive: true } && before != holder)
        {
            throw new UserError(
                $"plan '{planId}' is being worked on by another lw_coder (process {before.Id} on {before.Host})",
                before.IsElsewhere
                    ? $"wait for it; if that machine is gone for good, delete {file}"
                    : $"wait for it, or end it with 'kill {before.Id}'");
        }
        AtomicFile.WriteText(file, holder + "\n");
        return new RunLease(file, holder, takenOver: before is not null);
    }

    /// <summary>Plans whose last holder is dead: their runs may have left credentials or containers behind.</summary>
    public static IEnumerable<string> Abandoned(RunCatalog runs) =>
        Directory.Exists(runs.Root)
            ? Directory.EnumerateDirectories(runs.Root)
                .Where(plan => Read(FileIn(plan)) is { MayBeAlive: false })
                .Select(plan => Path.GetFileName(plan))
            : [];

    /// <summary>True while somebody works on the plan, or may.</summary>
    public static bool IsHeld(RunCatalog runs, string planId) => Read(FileIn(runs.PlanFolder(planId))) is { MayBeAlive: true };

    public void Dispose()
    {
        if (Read(_file) == _holder)
        {
            File.Delete(_file);
        }
    }

    private static string FileIn(string planFolder) => Path.Combine(planFolder, ".lease");

    private static ProcessIdentity? Read(string file)
    {
        try
        {
            return ProcessIdentity.TryParse(File.ReadAllText(file).Trim());
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
