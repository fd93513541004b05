using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Commands.Candidates;

/// <summary>
/// The story of `candidates compare`: past plans are carried out again with each set of prompts, scored, and paired with what
/// the active set came to.
/// </summary>
/// <param name="openEngine">Where replays run.</param>
/// <param name="openBoard">Where it is seen how they go on.</param>
internal sealed class CompareHandler(
    ComparisonSceneReader scenes,
    ComparisonRun comparisons,
    GitCli git,
    Func<ComparisonScene, CompareOptions, IReplayEngine> openEngine,
    Func<IReadOnlyList<ComparisonTask>, ReplayBoard> openBoard,
    CompareReport report,
    Narrator narrator)
{
    public async Task<int> RunAsync(CompareOptions options, string workingDirectory, CancellationToken cancel)
    {
        var scene = await scenes.ReadAsync(options.Sets, options.Session, workingDirectory, cancel);
        var (plans, heldOut) = await ChooseAsync(scene, options, cancel);
        var request = new ComparisonRequest(plans, options.Attempts, options.Limit, options.Seed, heldOut);
        using var work = ComparisonWork.Open(scene, git, narrator);
        work.Folder.IsElsewhere = options.Engine == ReplayEngine.Folders;
        var engine = openEngine(scene, options);
        var board = Board(scene, work.Folder, request.TasksOf(scene));
        if (options.Engine == ReplayEngine.Folders)
        {
            var queue = new ReplayQueue(work.RunnerOn(engine), board);
            report.Write(await queue.PrepareAsync(request.TasksOf(scene), cancel), options.Json);
            return (int)ExitCode.Done;
        }
        var (comparison, stop) = await comparisons.RunAsync(
            scene, work, request, engine, board, new QueueLimits(options.Jobs, options.MaxCost), cancel);
        report.Write(comparison, work.Folder.Path, options.Json);
        return (int)(stop?.ExitCode ?? ExitCode.Done);
    }

    private async Task<(IReadOnlyList<PastPlan> Plans, IReadOnlyList<string> HeldOut)> ChooseAsync(
        ComparisonScene scene, CompareOptions options, CancellationToken cancel)
    {
        var found = await scenes.FindPlansAsync(scene, options.Plans, cancel);
        var known = found.Where(plan => scene.Sets.Candidates.Any(candidate => candidate.IsTrainedOn(plan.Id))).ToList();
        if (known.Count > 0)
        {
            var names = string.Join(", ", known.Select(plan => plan.Id));
            narrator.Warn(options.IncludeTrained
                ? $"candidates were trained on {names} and may only remember them; what they win there proves nothing"
                : $"held out, since candidates were trained on them: {names} (--include-trained replays them all the same)");
        }
        var plans = options.IncludeTrained ? found : [.. found.Except(known)];
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

    /// <summary>Tells what is known already.</summary>
    private ReplayBoard Board(ComparisonScene scene, ComparisonFolder folder, IReadOnlyList<ComparisonTask> tasks)
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
}
