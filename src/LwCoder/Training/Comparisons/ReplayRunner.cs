using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <summary>Carries single replays out in a comparison's folder, and keeps each result as soon as it is there.</summary>
/// <param name="pack">Fills a task's folder.</param>
internal sealed class ReplayRunner(
    ComparisonFolder folder, IReplayEngine engine, Func<ComparisonTask, ReplayFolder, CancellationToken, Task> pack)
{
    /// <summary>What a replay came to that ended before, also while nobody was there to take its result over.</summary>
    public ReplayResult? Known(ComparisonTask task) => folder.Collect(task) ?? folder.ResultOf(task);

    /// <summary>Makes a folder ready, for somebody else to run.</summary>
    public async Task<ReplayFolder> PrepareAsync(ComparisonTask task, CancellationToken cancel)
    {
        var replay = folder.ReplayOf(task);
        await pack(task, replay, cancel);
        return replay;
    }

    /// <returns>Without a score when it failed for reasons that are not the prompts'.</returns>
    public async Task<ReplayResult> RunAsync(ComparisonTask task, CancellationToken cancel)
    {
        var replay = folder.ReplayOf(task);
        try
        {
            await pack(task, replay, cancel);
            await engine.RunAsync(folder.Id, replay, cancel);
            cancel.ThrowIfCancellationRequested();
            return folder.Collect(task) ?? Broken("it left no result", ExitCode.Failed);
        }
        catch (UserError error) when (!cancel.IsCancellationRequested)
        {
            return Broken(error.Message, error.ExitCode);
        }
        finally
        {
            replay.TryClear();
        }

        ReplayResult Broken(string reason, ExitCode exitCode) => folder.Keep(
            task, ReplayResult.Unscored(task.Job, ReplayResult.Broken, reason, Spending.None, 0, exitCode));
    }
}
