using LwCoder.Prompts;

namespace LwCoder.Training.Reading;

/// <param name="Reason">Names the file and the field.</param>
internal sealed record SkippedSample(string PlanId, string Reason);

internal sealed record LoadedSamples(IReadOnlyList<TrainingSample> Samples, IReadOnlyList<SkippedSample> Skipped);

/// <summary>Reads samples, those of older tools too: three files are required, all else may be missing.</summary>
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
        var (samples, skipped) = (new List<TrainingSample>(), new List<SkippedSample>());
        foreach (var planId in planIds)
        {
            try
            {
                samples.Add(await LoadSampleAsync(planId, cancel));
            }
            catch (SampleProblem problem)
            {
                skipped.Add(new SkippedSample(planId, problem.Message));
            }
        }
        return new LoadedSamples(samples, skipped);
    }

    /// <exception cref="SampleProblem">Something required is missing or unreadable.</exception>
    public async Task<TrainingSample> LoadSampleAsync(string planId, CancellationToken cancel)
    {
        var folder = Path.Combine(_folder, planId);
        var names = new DirectoryInfo(folder).EnumerateFiles().Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        if (SampleFiles.Missing(names) is { Count: > 0 } missing)
        {
            throw new SampleProblem(string.Join(", ", missing), "missing");
        }
        var judges = names.Where(SampleFiles.IsJudgement).Order(StringComparer.Ordinal)
            .Select(name => SampleJson.Judge(name, Required(name)));
        var plan = Optional(SampleFiles.Plan) ?? await findPlan(planId, cancel) ?? "";
        return new TrainingSample(
            planId,
            plan,
            Optional(SampleFiles.TraceSummary) ?? Optional(SampleFiles.Trace) ?? "",
            Required(SampleFiles.HumanFeedback),
            [.. judges],
            Optional(SampleFiles.TestsBefore) is { } before ? SampleJson.Tests(SampleFiles.TestsBefore, before) : null,
            SampleJson.Tests(SampleFiles.TestsAfter, Required(SampleFiles.TestsAfter)))
        {
            Origin = Optional(SampleFiles.Metadata) is { } metadata
                ? SampleJson.Origin(SampleFiles.Metadata, metadata) : SampleOrigin.Unknown,
            UsedPrompts = ReadPrompts(Path.Combine(folder, SampleFiles.Prompts), plan),
        };

        string? Optional(string name) =>
            names.Contains(name) && Read(Path.Combine(folder, name), name) is { } text && !string.IsNullOrWhiteSpace(text)
                ? text : null;

        string Required(string name) => Optional(name) ?? throw new SampleProblem(name, "it is empty, or a link");
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
