using System.Security.Cryptography;
using System.Text;
using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <summary>
/// `.lw_coder/comparisons/&lt;id&gt;/`: the record, a result for each finished replay, and in `replays/`, which git does not see,
/// what replays work on and leave. A comparison that was killed goes on from its results.
/// </summary>
internal sealed class ComparisonFolder
{
    private ComparisonFolder(string path) => Path = path;

    public string Path { get; }

    public string Id => System.IO.Path.GetFileName(Path);

    private string Replays => System.IO.Path.Combine(Path, "replays");

    private string Results => System.IO.Path.Combine(Path, "results");

    /// <param name="identity">All that makes two comparisons the same question.</param>
    public static ComparisonFolder Of(string stateFolder, IEnumerable<string> identity)
    {
        var all = ComparisonCatalog.FolderIn(stateFolder);
        foreach (var folder in new[] { stateFolder, all })
        {
            if (Paths.IsLink(folder))
            {
                throw new UserError(
                    $"{folder} is a link, and comparisons would leave the repository", "replace it with a folder");
            }
        }
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', identity)));
        var own = new ComparisonFolder(System.IO.Path.Combine(all, $"cmp-{Convert.ToHexStringLower(hash)[..8]}"));
        Directory.CreateDirectory(own.Results);
        // They are copies of the repository, and may hold what is kept out of commits.
        IgnoredFolder.Create(own.Replays);
        return own;
    }

    /// <summary>All that are there, finished or not.</summary>
    public static IEnumerable<ComparisonFolder> In(string stateFolder) =>
        new DirectoryInfo(ComparisonCatalog.FolderIn(stateFolder)) is { Exists: true, LinkTarget: null } all
            ? all.EnumerateDirectories("cmp-*").Where(folder => folder.LinkTarget is null)
                .Select(folder => new ComparisonFolder(folder.FullName))
            : [];

    /// <summary>The right to work on it, which goes with the process, however that ends.</summary>
    /// <returns>Null when another lw_coder is at it.</returns>
    public FileLock? TryLock() =>
        Directory.Exists(Replays) ? FileLock.TryAcquire(System.IO.Path.Combine(Replays, ".lock")) : null;

    /// <summary>Whether an engine has replays that lw_coder does not see: nobody may think them left behind.</summary>
    public bool IsElsewhere
    {
        get => File.Exists(Elsewhere);
        set
        {
            if (value)
            {
                AtomicFile.WriteText(Elsewhere, "");
            }
            else
            {
                File.Delete(Elsewhere);
            }
        }
    }

    private string Elsewhere => System.IO.Path.Combine(Replays, ".elsewhere");

    public ReplayFolder ReplayOf(ComparisonTask task) => new(System.IO.Path.Combine(Replays, task.Key));

    /// <summary>Where a search keeps prompts that it proposed, and that are no candidate.</summary>
    public string PromptsOf(string fingerprint) => System.IO.Path.Combine(Path, "prompts", fingerprint);

    /// <summary>What the tests of a plan's base say, once one of its replays has run them.</summary>
    public string TestsOf(PastPlan plan) => System.IO.Path.Combine(Replays, $"{plan.Id}.base_tests.json");

    public IReadOnlyList<ReplayFolder> Unfinished() => !Directory.Exists(Replays) ? [] :
    [
        .. new DirectoryInfo(Replays).EnumerateDirectories().Where(folder => folder.LinkTarget is null)
            .Select(folder => new ReplayFolder(folder.FullName)).Where(replay => replay.IsUnfinished),
    ];

    public ReplayResult? ResultOf(ComparisonTask task) => ReplayResult.Read(FileOf(task), task.Job);

    /// <summary>Takes the result of a replay over, and clears its folder.</summary>
    /// <returns>Null when it left none.</returns>
    public ReplayResult? Collect(ComparisonTask task)
    {
        var replay = ReplayOf(task);
        if (ReplayResult.Read(replay.Result, task.Job) is not { } result)
        {
            return null;
        }
        var kept = Keep(task, result);
        if (File.Exists(replay.KnownTests))
        {
            AtomicFile.TryCreate(TestsOf(task.Plan), File.ReadAllBytes(replay.KnownTests), OwnerOnly.File);
        }
        // Last, so that it is not lost whenever we are killed.
        File.Delete(replay.Result);
        replay.TryClear();
        return kept;
    }

    /// <returns>The result with what earlier attempts at the same have spent in vain.</returns>
    public ReplayResult Keep(ComparisonTask task, ReplayResult result)
    {
        if (ResultOf(task) is { Score: null, Spent.Cost: > 0 } earlier)
        {
            result = result with { Spent = result.Spent + earlier.Spent };
        }
        result.Write(FileOf(task));
        return result;
    }

    private string FileOf(ComparisonTask task) => System.IO.Path.Combine(Results, task.Key + ".json");
}
