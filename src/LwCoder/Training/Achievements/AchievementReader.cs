using LwCoder.Evaluation;
using LwCoder.Runs;
using LwCoder.Training.Reading;

namespace LwCoder.Training.Achievements;

/// <summary>
/// Gathers what each version of the prompts achieved, from runs and evaluations, and from samples of runs that are gone. A
/// plan's change is the work of all its runs; its evidence counts for the prompts of the last one.
/// </summary>
/// <param name="stateFolder">The repository's `.lw_coder`.</param>
/// <param name="warn">Hears what cannot be read and is left out.</param>
internal sealed class AchievementReader(string stateFolder, Action<string> warn)
{
    private readonly string _samples = Path.Combine(stateFolder, SampleFiles.Folder);

    /// <summary>In the order of first use.</summary>
    public IReadOnlyList<Achievement> Read()
    {
        var catalog = RunCatalog.In(stateFolder);
        var runs = catalog.List().Select(ReadRun).OfType<RunFact>().ToList();
        var gone = Samples().Except(runs.Select(run => run.PlanId)).Select(ReadSample).OfType<RunFact>();
        runs.AddRange(gone.ToList());
        var plans = runs.GroupBy(run => run.PlanId)
            .Select(group => (group.MaxBy(run => run.At)!.Version, Evidence: EvidenceOf(catalog, group.Key)))
            .Where(plan => !plan.Evidence.IsEmpty)
            .ToLookup(plan => plan.Version, plan => plan.Evidence);
        return [.. runs.GroupBy(run => run.Version)
            .Select(group => new Achievement(group.Key, [.. group], [.. plans[group.Key]]))
            .OrderBy(achievement => achievement.FirstUsed)];
    }

    private RunFact? ReadRun(RunDirectory directory)
    {
        if (directory.TryReadManifest() is not { } run)
        {
            warn($"the run {directory.Id} is left out: its record cannot be read");
            return null;
        }
        decimal? cost = run.Cost is null && run.PromptGeneration?.Cost is null
            ? null : (run.Cost ?? 0) + (run.PromptGeneration?.Cost ?? 0);
        return PromptVersion.Of(run) is { } version
            ? new RunFact(version, run.PlanId, run.CreatedAt, run.Outcome, cost, run.Tokens) : null;
    }

    private RunFact? ReadSample(string planId)
    {
        try
        {
            var file = new FileInfo(Path.Combine(_samples, planId, SampleFiles.Metadata));
            return file is { Exists: true, LinkTarget: null }
                && SampleJson.Origin(file.FullName, File.ReadAllText(file.FullName)) is var origin
                && PromptVersion.Of(origin) is { } version
                    ? new RunFact(version, planId, origin.RecordedAt ?? DateTimeOffset.MinValue, null, origin.Cost, null) : null;
        }
        catch (SampleProblem problem)
        {
            warn($"the sample {planId} is left out: {problem.Message}");
            return null;
        }
    }

    /// <summary>Of the evaluation, which is at least as new as the sample made from it.</summary>
    private PlanEvidence EvidenceOf(RunCatalog runs, string planId) =>
        PlanEvidence.Read(Path.Combine(runs.PlanFolder(planId), EvaluationFolder.Name), warn) is { IsEmpty: false } evaluated
            ? evaluated
            : PlanEvidence.Read(Path.Combine(_samples, planId), warn);

    private IEnumerable<string> Samples() => new DirectoryInfo(_samples) is { Exists: true, LinkTarget: null } all
        ? all.EnumerateDirectories().Where(folder => folder.LinkTarget is null && !folder.Name.StartsWith('.'))
            .Select(folder => folder.Name)
        : [];
}
