using LwCoder.Platform.Terminal;
using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <param name="Attempts">Replays of each plan with each candidate.</param>
/// <param name="Limit">For one replay, from start to score.</param>
/// <param name="Seed">Of the drawing that the interval and the noise floor come from.</param>
/// <param name="HeldOut">Plans that were left out since candidates were trained on them.</param>
internal sealed record ComparisonRequest(
    IReadOnlyList<PastPlan> Plans, int Attempts, TimeSpan Limit, int Seed, IReadOnlyList<string> HeldOut)
{
    public IReadOnlyList<ComparisonTask> TasksOf(ComparisonScene scene) => ComparisonTask.All(
        Plans, scene.Sets.Active, scene.Sets.Candidates, Attempts,
        (plan, source, attempt) => scene.JobOf(plan, source, attempt, Limit));
}

/// <summary>Carries a comparison out and writes its record. What was replayed once is not replayed again.</summary>
internal sealed class ComparisonRun(Narrator narrator, TimeProvider time)
{
    /// <returns>What it came to, and why it ended before its end; null when it did not.</returns>
    public async Task<(Comparison Comparison, QueueStop? Stop)> RunAsync(
        ComparisonScene scene, ComparisonWork work, ComparisonRequest request, IReplayEngine engine, IReplayObserver observer,
        QueueLimits limits, CancellationToken cancel)
    {
        var tasks = request.TasksOf(scene);
        QueueStop? stop;
        await engine.BeginAsync(work.Folder.Id, cancel);
        try
        {
            stop = await new ReplayQueue(work.RunnerOn(engine), observer).RunAsync(tasks, limits, cancel);
        }
        finally
        {
            await engine.EndAsync(work.Folder.Id);
        }
        if (stop is not null)
        {
            narrator.Warn($"stopped: {stop.Reason}");
        }
        return (Conclude(scene, work.Folder, tasks, request, stop), stop);
    }

    /// <summary>The same results are the same record, to the letter.</summary>
    private Comparison Conclude(
        ComparisonScene scene, ComparisonFolder folder, IReadOnlyList<ComparisonTask> tasks, ComparisonRequest request,
        QueueStop? stop)
    {
        var (active, candidates) = (scene.Sets.Active, scene.Sets.Candidates);
        var summary = new ComparisonSummary(tasks, folder.ResultOf, request.Seed);
        var before = new ComparisonCatalog(scene.StateFolder, narrator.Warn).All().FirstOrDefault(one => one.Id == folder.Id);
        var comparison = new Comparison(
            folder.Id, before?.FinishedAt ?? time.GetUtcNow(), scene.Context.Agent.Tool, scene.Sets.Variant, scene.Model,
            request.Attempts, request.Seed, summary.Of(active),
            [.. candidates.Select(candidate => summary.Compare(candidate, active))], summary.Plans(active, candidates),
            request.HeldOut, stop?.Reason);
        if (before is null || !ComparisonFile.Format(before).AsSpan().SequenceEqual(ComparisonFile.Format(comparison)))
        {
            comparison = comparison with { FinishedAt = time.GetUtcNow() };
            ComparisonFile.Write(folder.Path, comparison);
        }
        return comparison;
    }
}
