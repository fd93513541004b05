using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Prompts.Versions;

/// <summary>
/// Puts one whole set in another's place, under a lock. The new files are complete on disk before a journal says what is going
/// to happen; then the old folder is renamed into the archive and the new one to its name. Whoever is killed on the way
/// leaves the journal, and the next to take the lock, to read or to change, finishes what it says.
/// </summary>
/// <param name="stateFolder">The repository's `.lw_coder`.</param>
internal sealed class PromptSwap(string stateFolder)
{
    private readonly string _prompts = Path.Combine(stateFolder, StateFolder.Prompts);
    private readonly string _active = StateFolder.ActivePromptsIn(stateFolder);

    public PromptHistory History => new(_prompts);

    /// <summary>What somebody was killed in, and taking the lock has finished; null when there was nothing.</summary>
    public PromptChange? Finished { get; private set; }

    /// <summary>False where prompts were never swapped, and nobody can be in the middle of it.</summary>
    public bool HasEverRun => Directory.Exists(Workshop);

    private string Workshop => Path.Combine(_prompts, ".swap");
    private string Journal => Path.Combine(Workshop, "pending.json");
    private string Incoming => Path.Combine(Workshop, "incoming");

    public string ActiveFolder(PromptSetName name) => name.In(_active);

    public string ArchiveFolder(PromptSetName name) => name.In(Path.Combine(_prompts, "archive"));

    /// <summary>Takes the lock and finishes what was killed. Reading under it never meets a set that is being swapped.</summary>
    public async Task<FileLock> EnterAsync(CancellationToken cancel)
    {
        RefuseLink(Workshop);
        IgnoredFolder.Create(Workshop);
        var alone = await FileLock.AcquireAsync(Path.Combine(Workshop, "lock"), cancel);
        try
        {
            Recover();
            return alone;
        }
        catch
        {
            alone.Dispose();
            throw;
        }
    }

    /// <summary>Swaps; the caller holds the lock.</summary>
    /// <param name="change">Its digest is filled in, and its archive gets a suffix where that name is taken.</param>
    /// <param name="analysis">Why the new set is as it is, kept beside the archive; null for none.</param>
    /// <exception cref="UserError">The files are no usable set, or another one than <paramref name="change"/> says.</exception>
    public PromptChange Replace(PromptChange change, PromptFiles files, byte[]? analysis)
    {
        RefuseLinks(change.Name);
        Directory.CreateDirectory(Incoming);
        files.WriteTo(Incoming);
        if (PromptSet.Load(Incoming).Fingerprint is var found && found != change.To)
        {
            throw new UserError($"the prompts {change.To} were edited to {found} meanwhile", "run the same command again");
        }
        var archive = Directory.CreateDirectory(ArchiveFolder(change.Name)).FullName;
        if (analysis is not null)
        {
            AtomicFile.WriteBytes(Path.Combine(archive, $"ANALYSIS-{change.To}.md"), analysis);
        }
        change = change with { Digest = files.Digest, Archive = FreeName(archive, change.Archive) };
        // From here on it will happen, whoever does it.
        AtomicFile.WriteBytes(Journal, change.ToJson());
        Finish(change);
        return change;
    }

    private void Recover()
    {
        if (BoundedFile.Read(Journal) is { } json)
        {
            var change = PromptChange.TryParse(json) ?? throw new UserError(
                $"{Journal} does not say which prompts are to take whose place",
                "see that the active prompts are as they should be, then delete it", ExitCode.Environment);
            RefuseLinks(change.Name);
            Finished = Finish(change) ? change : null;
        }
        Remove(Incoming);
    }

    /// <summary>Each step is done once, however often this begins anew.</summary>
    /// <returns>False when somebody brought a set back by hand while ours was on its way: theirs counts.</returns>
    private bool Finish(PromptChange change)
    {
        var (active, archived) = (ActiveFolder(change.Name), Path.Combine(ArchiveFolder(change.Name), change.Archive));
        if (Directory.Exists(Incoming) && !Exchange(active, archived))
        {
            Abandon();
            return false;
        }
        History.Add(change);
        File.Delete(Journal);
        return true;
    }

    private bool Exchange(string active, string archived)
    {
        var isArchived = Directory.Exists(archived);
        if (Directory.Exists(active))
        {
            if (isArchived)
            {
                return false;
            }
            Move(active, archived, undo: null);
            isArchived = true;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(active)!);
        Move(Incoming, active, undo: isArchived ? () => Directory.Move(archived, active) : null);
        return true;
    }

    /// <summary>A rename that the system refuses, as Windows does for files in use, ends the swap with all as it was.</summary>
    private void Move(string from, string to, Action? undo)
    {
        try
        {
            Directory.Move(from, to);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            undo?.Invoke();
            Abandon();
            throw new UserError(
                $"{from} cannot be renamed to {to}: {refused.Message}", "close what uses its files and try again",
                ExitCode.Environment, refused);
        }
    }

    private void Abandon()
    {
        File.Delete(Journal);
        Remove(Incoming);
    }

    private void RefuseLinks(PromptSetName name)
    {
        foreach (var folder in new[] { ActiveFolder(name), ArchiveFolder(name) })
        {
            for (var part = folder; part != _prompts; part = Path.GetDirectoryName(part)!)
            {
                RefuseLink(part);
            }
        }
    }

    private static void RefuseLink(string path)
    {
        if (Paths.IsLink(path))
        {
            throw new UserError($"{path} is a link, and prompts would leave their place", "replace it with a folder");
        }
    }

    private static string FreeName(string archive, string stamp)
    {
        var name = stamp;
        for (var suffix = 2; Path.Exists(Path.Combine(archive, name)); suffix++)
        {
            name = FormattableString.Invariant($"{stamp}-{suffix}");
        }
        return name;
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
