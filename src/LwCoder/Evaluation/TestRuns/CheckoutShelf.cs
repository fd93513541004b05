using System.Text;
using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// `.lw_coder/checkouts/`: where a repository's tests run. Beside each checkout lies a file that says whose it is, or that it is
/// idle: clean, and there for whoever needs one next, since making ten thousand files takes longer than looking at them.
/// </summary>
internal sealed class CheckoutShelf(string folder)
{
    private const string OwnerEnding = ".owner";
    private const string IdleEnding = ".idle";

    /// <summary>Both sides of one comparison.</summary>
    private const int MostIdle = 2;

    public static CheckoutShelf In(string stateFolder) => new(Path.Combine(stateFolder, StateFolder.Checkouts));

    /// <summary>Since when an idle one is there.</summary>
    public static DateTimeOffset IdleSince(string path) => File.GetLastWriteTimeUtc(path + IdleEnding);

    /// <summary>Checkouts that nobody uses.</summary>
    public IEnumerable<string> Idle => Files(IdleEnding).Where(path => !File.Exists(path + OwnerEnding));

    /// <summary>Checkouts of processes that were killed.</summary>
    public IEnumerable<string> Abandoned => Files(OwnerEnding).Where(path =>
        TextOf(path + OwnerEnding) is { } owner && ProcessIdentity.TryParse(owner) is not { MayBeAlive: true });

    /// <returns>The path of a folder that is ours to make.</returns>
    public string Reserve()
    {
        IgnoredFolder.Create(folder);
        // Free of links: git and sandboxes compare paths.
        var path = RealPath.Of(Path.Combine(folder, $"tests-{Guid.NewGuid():N}"[..14]));
        // First, and gone last: a folder without it is nobody's.
        AtomicFile.WriteText(path + OwnerEnding, ProcessIdentity.Current.ToString(), toDisk: false);
        return path;
    }

    /// <summary>Makes an idle checkout ours.</summary>
    /// <returns>Its path and what it was put down with; null when there is none.</returns>
    public (string Path, string Note)? Take()
    {
        foreach (var path in Idle)
        {
            if (TryTake(path) is { } note)
            {
                return (path, note);
            }
        }
        return null;
    }

    /// <returns>What it was put down with; null when somebody else was faster.</returns>
    public static string? TryTake(string path)
    {
        if (!AtomicFile.TryCreate(path + OwnerEnding, Encoding.UTF8.GetBytes(ProcessIdentity.Current.ToString())))
        {
            return null;
        }
        if (TextOf(path + IdleEnding) is { } note)
        {
            File.Delete(path + IdleEnding);
            return note;
        }
        // Whoever had it meanwhile threw it away.
        File.Delete(path + OwnerEnding);
        return null;
    }

    /// <summary>Leaves a clean checkout to others.</summary>
    /// <returns>False when there are enough of them.</returns>
    public bool TryPutDown(string path, string note)
    {
        if (Idle.Count() >= MostIdle)
        {
            return false;
        }
        AtomicFile.WriteText(path + IdleEnding, note, toDisk: false);
        File.Delete(path + OwnerEnding);
        return true;
    }

    /// <summary>What cannot be deleted keeps its owner, and the next sweep tries again.</summary>
    /// <returns>False when something of it is still there.</returns>
    public static bool TryRemove(string path)
    {
        File.Delete(path + IdleEnding);
        if (!FolderRemoval.TryRemove(path))
        {
            return false;
        }
        File.Delete(path + OwnerEnding);
        return true;
    }

    /// <summary>Removes what killed processes have left.</summary>
    public void Sweep()
    {
        foreach (var path in Abandoned.ToList())
        {
            TryRemove(path);
        }
    }

    private IEnumerable<string> Files(string ending) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + ending).Order(StringComparer.Ordinal).Select(file => file[..^ending.Length])
        : [];

    /// <returns>Null when somebody has just removed it.</returns>
    private static string? TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
