using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;
using LwCoder.Sessions;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Commands.Candidates;

/// <summary>
/// The story of `candidates compare`: past plans are carried out again with each set of prompts, scored, and paired with what
/// the active set came to. What was replayed once is not replayed again.
/// </summary>
/// <param name="openEngine">Where replays run.</param>
/// <param name="openBoard">Where it is seen how they go on.</param>
internal sealed class CompareHandler(
    CompareSceneReader scenes,
    GitCli git,
    PlanBackups backups,
    Func<CompareScene, CompareOptions, IReplayEngine> openEngine,
    Func<IReadOnlyList<ComparisonTask>, ReplayBoard> openBoard,
    CompareReport report,
    Narrator narrator,
    TimeProvider time)
{
    public async Task<int> RunAsync(CompareOptions options, string workingDirectory, CancellationToken cancel)
    {
        var scene = await scenes.ReadAsync(options, workingDirectory, cancel);
        var (plans, heldOut) = await ChooseAsync(scene, options, cancel);
        var tasks = ComparisonTask.All(
            plans, scene.Sets.Active, scene.Sets.Candidates, options.Attempts,
            (plan, source, attempt) => scene.JobOf(plan, source, attempt, options.Limit));
        var folder = ComparisonFolder.Of(scene.StateFolder, scene.Identity);
        using var alone = folder.TryLock()
            ?? throw new UserError($"the comparison {folder.Id} is under way in another lw_coder", "wait for it");
        Sweep(folder);
        folder.IsElsewhere = options.Engine == ReplayEngine.Folders;
        var engine = openEngine(scene, options);
        var queue = new ReplayQueue(folder, engine, PackingFor(scene, folder), Board(scene, folder, tasks));
        if (options.Engine == ReplayEngine.Folders)
        {
            report.Write(await queue.PrepareAsync(tasks, cancel), options.Json);
            return (int)ExitCode.Done;
        }
        var stop = await ReplayAsync(folder, engine, queue, tasks, options, cancel);
        var comparison = Conclude(scene, folder, tasks, heldOut, stop, options);
        report.Write(comparison, folder.Path, options.Json);
        return (int)(stop?.ExitCode ?? ExitCode.Done);
    }

    private async Task<(IReadOnlyList<PastPlan> Plans, IReadOnlyList<string> HeldOut)> ChooseAsync(
        CompareScene scene, CompareOptions options, CancellationToken cancel)
    {
        var found = await new PastPlans(git, backups, scene.Context.Repository, scene.StateFolder)
            .FindAsync(options.Plans, cancel);
        foreach (var (id, reason) in found.LeftOut)
        {
            narrator.Warn($"the plan {id} is not replayed: {reason}");
        }
        var known = found.Plans.Where(plan => scene.Sets.Candidates.Any(candidate => candidate.IsTrainedOn(plan.Id))).ToList();
        if (known.Count > 0)
        {
            var names = string.Join(", ", known.Select(plan => plan.Id));
            narrator.Warn(options.IncludeTrained
                ? $"candidates were trained on {names} and may only remember them; what they win there proves nothing"
                : $"held out, since candidates were trained on them: {names} (--include-trained replays them all the same)");
        }
        var plans = options.IncludeTrained ? found.Plans : [.. found.Plans.Except(known)];
        if (plans.Count == 0)
        {
            throw new UserError(
                "there is no past plan to replay" + (known.Count > 0 ? " that no candidate was trained on" : ""),
                "carry out and evaluate more plans, or name some with --plans");
        }
        if (plans.Count < PairedResult.FewestPairs)
        {
            narrator.Warn($"too few plans for a verdict: {plans.Count}; it takes {PairedResult.FewestPairs}");
        }
        return (plans, options.IncludeTrained ? [] : [.. known.Select(plan => plan.Id)]);
    }

    private void Sweep(ComparisonFolder folder)
    {
        foreach (var replay in folder.Unfinished().Where(replay => !replay.TryClear()))
        {
            narrator.Warn($"what an earlier replay left in {replay.Path} cannot be removed");
        }
    }

    /// <summary>Tells what is known already.</summary>
    private ReplayBoard Board(CompareScene scene, ComparisonFolder folder, IReadOnlyList<ComparisonTask> tasks)
    {
        var board = openBoard(tasks);
        var known = 0;
        foreach (var task in tasks)
        {
            if (folder.ResultOf(task) is { } result)
            {
                board.Known(task, result);
                known += result.Score is null ? 0 : 1;
            }
        }
        narrator.Step($"{folder.Id}: {tasks.Count} replays, {known} of them known; {scene.Sets.Active.Name} against "
            + string.Join(", ", scene.Sets.Candidates.Select(candidate => candidate.Name)));
        return board;
    }

    private Func<ComparisonTask, ReplayFolder, CancellationToken, Task> PackingFor(CompareScene scene, ComparisonFolder folder)
    {
        var packing = new ReplayPacking(git, new ReplayRepository(git));
        return (task, replay, cancel) => packing.PackAsync(
            scene.Context.Repository, scene.Context.Settings, task.Job,
            new ReplayInputs(task.Plan.Text, task.Source.Folder, scene.Context.Agent.PromptFolder, folder.TestsOf(task.Plan)),
            replay, cancel);
    }

    private async Task<QueueStop?> ReplayAsync(
        ComparisonFolder folder, IReplayEngine engine, ReplayQueue queue, IReadOnlyList<ComparisonTask> tasks,
        CompareOptions options, CancellationToken cancel)
    {
        QueueStop? stop;
        await engine.BeginAsync(folder.Id, cancel);
        try
        {
            stop = await queue.RunAsync(tasks, new QueueLimits(options.Jobs, options.MaxCost), cancel);
        }
        finally
        {
            await engine.EndAsync(folder.Id);
        }
        if (stop is not null)
        {
            narrator.Warn($"stopped: {stop.Reason}");
        }
        return stop;
    }

    /// <summary>The same results are the same record, to the letter.</summary>
    private Comparison Conclude(
        CompareScene scene, ComparisonFolder folder, IReadOnlyList<ComparisonTask> tasks, IReadOnlyList<string> heldOut,
        QueueStop? stop, CompareOptions options)
    {
        var (active, candidates) = (scene.Sets.Active, scene.Sets.Candidates);
        var summary = new ComparisonSummary(tasks, folder.ResultOf, options.Seed);
        var before = new ComparisonCatalog(scene.StateFolder, narrator.Warn).All().FirstOrDefault(one => one.Id == folder.Id);
        var comparison = new Comparison(
            folder.Id, before?.FinishedAt ?? time.GetUtcNow(), scene.Context.Agent.Tool, scene.Sets.Variant, scene.Model,
            options.Attempts, options.Seed, summary.Of(active),
            [.. candidates.Select(candidate => summary.Compare(candidate, active))], summary.Plans(active, candidates),
            heldOut, stop?.Reason);
        if (before is null || !ComparisonFile.Format(before).AsSpan().SequenceEqual(ComparisonFile.Format(comparison)))
        {
            comparison = comparison with { FinishedAt = time.GetUtcNow() };
            ComparisonFile.Write(folder.Path, comparison);
        }
        return comparison;
    }
}
