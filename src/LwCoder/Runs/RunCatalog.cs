using LwCoder.Configuration;

namespace LwCoder.Runs;

/// <summary>All runs of a repository: `.lw_coder/runs/&lt;plan_id&gt;/&lt;stamp&gt;/`.</summary>
internal sealed class RunCatalog(string root)
{
    /// <param name="stateFolder">`.lw_coder` of the repository.</param>
    public static RunCatalog In(string stateFolder) => new(Path.Combine(stateFolder, StateFolder.Runs));

    public string Root { get; } = root;

    public string PlanFolder(string planId) => Path.Combine(Root, planId);

    public RunDirectory Create(string planId, DateTimeOffset now)
    {
        var id = RunId.New(planId, now, taken: candidate => Directory.Exists(FolderOf(candidate)));
        var directory = new RunDirectory(id, FolderOf(id));
        Directory.CreateDirectory(Path.GetDirectoryName(directory.PromptFile)!);
        Directory.CreateDirectory(directory.SubagentFolder);
        return directory;
    }

    /// <summary>Ids of the plans that have a folder here.</summary>
    public IReadOnlySet<string> PlansWithRuns() => Folders(Root).Select(folder => Path.GetFileName(folder)).ToHashSet();

    /// <summary>
    /// The runs of one plan, or of all plans, newest first. A folder counts as a run by its name and its `run.json`.
    /// </summary>
    public IEnumerable<RunDirectory> List(string? planId = null)
    {
        var plans = planId is null ? Folders(Root) : [PlanFolder(planId)];
        return plans
            .SelectMany(plan => Folders(plan)
                .Select(Path.GetFileName)
                .Where(name => RunId.IsStamp(name!))
                .Select(name => new RunId(Path.GetFileName(plan), name!)))
            .Select(id => new RunDirectory(id, FolderOf(id)))
            .Where(run => File.Exists(run.ManifestFile))
            .OrderByDescending(run => run.Id.Second, StringComparer.Ordinal)
            .ThenByDescending(run => run.Id.Stamp.Length)
            .ThenByDescending(run => run.Id.Stamp, StringComparer.Ordinal);
    }

    /// <returns>Of the newest run of a plan that can be read; null when there is none.</returns>
    public RunManifest? NewestOf(string planId) =>
        List(planId).Select(run => run.TryReadManifest()).OfType<RunManifest>().FirstOrDefault();

    /// <summary>
    /// Finds one run by `plan/stamp`, by a stamp or the unique beginning of one, by a plan id (its newest run) or, with no
    /// name, the newest of all.
    /// </summary>
    public RunDirectory Find(string? name)
    {
        var runs = List().ToList();
        if (runs.Count == 0)
        {
            throw new UserError("there are no runs yet", "start one with 'lw_coder code <plan>'");
        }
        if (name is null)
        {
            return runs[0];
        }
        if (runs.Find(run => run.Id.ToString() == name || run.Id.Name == name || run.Id.PlanId == name) is { } exact)
        {
            return exact;
        }
        var matches = runs.FindAll(run => run.Id.ToString().StartsWith(name, StringComparison.Ordinal)
            || run.Id.Stamp.StartsWith(name, StringComparison.Ordinal));
        return matches switch
        {
            [var only] => only,
            [] => throw new UserError($"there is no run '{name}'", "see 'lw_coder runs list'"),
            _ => throw new UserError(
                $"'{name}' could be any of {matches.Count} runs: {string.Join(", ", matches.Take(5).Select(run => run.Id))}",
                "name one of them in full"),
        };
    }

    private string FolderOf(RunId id) => Path.Combine(Root, id.PlanId, id.Stamp);

    private static IEnumerable<string> Folders(string parent) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent) : [];
}
