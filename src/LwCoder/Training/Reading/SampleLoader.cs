using LwCoder.Prompts;

namespace LwCoder.Training.Reading;

/// <param name="Reason">Names the file and the field.</param>
internal sealed record SampleTrouble(string PlanId, string Reason);

/// <param name="Skipped">Those that lack something required.</param>
/// <param name="Incomplete">What optional files are wrong in those that were read.</param>
internal sealed record LoadedSamples(
    IReadOnlyList<TrainingSample> Samples, IReadOnlyList<SampleTrouble> Skipped, IReadOnlyList<SampleTrouble> Incomplete);

/// <summary>Reads samples, those of older tools too: three files are required, all else may be missing or wrong.</summary>
/// <param name="stateFolder">The repository's `.lw_coder`.</param>
/// <param name="findPlan">A plan's text where the sample has none; null when it is gone.</param>
/// <param name="redact">Takes secrets out: samples that others made may hold some, and a model will be shown them.</param>
internal sealed class SampleLoader(
    string stateFolder, Func<string, CancellationToken, Task<string?>> findPlan, Func<string, string> redact)
{
    private const int LargestFile = 16 * 1024 * 1024;

    private readonly string _folder = Path.Combine(stateFolder, SampleFiles.Folder);

    /// <summary>The plan ids of all samples, whole or not, sorted; puts back those whose replacement was killed.</summary>
    public async Task<IReadOnlyList<string>> DiscoverAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(_folder))
        {
            return [];
        }
        await new SampleFolder(_folder).RecoverAllAsync(cancel);
        return [.. new DirectoryInfo(_folder).EnumerateDirectories()
            .Where(folder => folder.LinkTarget is null && !folder.Name.StartsWith('.'))
            .Select(folder => folder.Name)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads what can be read and names the rest.</summary>
    public async Task<LoadedSamples> LoadBatchAsync(IEnumerable<string> planIds, CancellationToken cancel)
    {
        var (samples, skipped, incomplete) = (new List<TrainingSample>(), new List<SampleTrouble>(), new List<SampleTrouble>());
        foreach (var planId in planIds)
        {
            try
            {
                var problems = new List<SampleProblem>();
                samples.Add(await LoadSampleAsync(planId, problems, cancel));
                incomplete.AddRange(problems.Select(problem => new SampleTrouble(planId, problem.Message)));
            }
            catch (SampleProblem problem)
            {
                skipped.Add(new SampleTrouble(planId, problem.Message));
            }
        }
        return new LoadedSamples(samples, skipped, incomplete);
    }

    /// <param name="problems">Receives what is wrong with files that need not be there.</param>
    /// <exception cref="SampleProblem">Something required is missing or unreadable.</exception>
    private async Task<TrainingSample> LoadSampleAsync(string planId, List<SampleProblem> problems, CancellationToken cancel)
    {
        var folder = Path.Combine(_folder, planId);
        var names = new DirectoryInfo(folder).EnumerateFiles().Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        if (SampleFiles.Missing(names) is { Count: > 0 } missing)
        {
            throw new SampleProblem(string.Join(", ", missing), "missing");
        }
        var judges = names.Where(SampleFiles.IsJudgement).Order(StringComparer.Ordinal)
            .Select(name => Tolerated(() => SampleJson.Judge(name, Required(name)))).OfType<JudgeFinding>().ToList();
        if (judges.Count == 0)
        {
            throw problems[0];
        }
        var plan = Optional(SampleFiles.Plan) ?? await findPlan(planId, cancel) ?? "";
        return new TrainingSample(
            planId,
            plan,
            Optional(SampleFiles.TraceSummary) ?? Optional(SampleFiles.Trace) ?? "",
            Required(SampleFiles.HumanFeedback),
            judges,
            Tolerated(() => Optional(SampleFiles.TestsBefore) is { } before
                ? SampleJson.Tests(SampleFiles.TestsBefore, before) : null),
            SampleJson.Tests(SampleFiles.TestsAfter, Required(SampleFiles.TestsAfter)))
        {
            Origin = Tolerated(() => Optional(SampleFiles.Metadata) is { } metadata
                ? SampleJson.Origin(SampleFiles.Metadata, metadata) : null) ?? SampleOrigin.Unknown,
            UsedPrompts = Tolerated(() => ReadPrompts(Path.Combine(folder, SampleFiles.Prompts), plan)) ?? "",
        };

        string? Optional(string name) => Tolerated(() => Find(name));

        string Required(string name) => Find(name) ?? throw new SampleProblem(name, "it is empty, or a link");

        string? Find(string name) =>
            names.Contains(name) && Read(Path.Combine(folder, name), name) is { } text && !string.IsNullOrWhiteSpace(text)
                ? text : null;

        T? Tolerated<T>(Func<T?> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (SampleProblem problem)
            {
                problems.Add(problem);
                return null;
            }
        }
    }

    /// <summary>A run's prompts have the plan put in, which the sample shows already.</summary>
    private string ReadPrompts(string folder, string plan)
    {
        if (new DirectoryInfo(folder) is not { Exists: true, LinkTarget: null } there)
        {
            return "";
        }
        var texts = there.EnumerateFiles("*.md")
            .OrderBy(file => file.Name != "main.md").ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => $"# {file.Name}\n{Read(file.FullName, $"{SampleFiles.Prompts}/{file.Name}")}");
        var text = string.Join("\n\n", texts);
        var front = plan.StartsWith("---\n", StringComparison.Ordinal) ? plan.IndexOf("\n---\n", StringComparison.Ordinal) : -1;
        var body = (front < 0 ? plan : plan[(front + 5)..]).Trim();
        return body.Length == 0 ? text : text.Replace(body, PromptPlaceholders.Plan, StringComparison.Ordinal);
    }

    private string? Read(string path, string name)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
        {
            // Where it leads is somebody else's, and would be shown to a model.
            return null;
        }
        if (file.Length > LargestFile)
        {
            throw new SampleProblem(name, "it is larger than 16 MB");
        }
        try
        {
            return redact(File.ReadAllText(path).ReplaceLineEndings("\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleProblem(name, error.Message);
        }
    }
}
