using System.Globalization;
using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <param name="Jobs">Replays side by side.</param>
/// <param name="MaxCost">US dollars for all of the comparison, earlier parts of it included; null: no limit.</param>
internal sealed record QueueLimits(int Jobs, decimal? MaxCost);

/// <summary>Why a queue ended before its end.</summary>
/// <param name="Reason">One sentence.</param>
internal sealed record QueueStop(string Reason, ExitCode ExitCode);

/// <summary>Hears how a comparison goes on; from several threads, one call at a time.</summary>
internal interface IReplayObserver
{
    void Began(ComparisonTask task);

    void Ended(ComparisonTask task, ReplayResult result);
}

/// <summary>
/// Runs what is left to replay, some of it side by side. It begins nothing more once the money is spent, or once a replay fails
/// in a way that the next would, too.
/// </summary>
internal sealed class ReplayQueue(ReplayRunner runner, IReplayObserver observer)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReplayResult> _results = [];
    private int _running;
    private QueueStop? _stop;

    /// <returns>Null when all was replayed.</returns>
    public async Task<QueueStop?> RunAsync(IReadOnlyList<ComparisonTask> tasks, QueueLimits limits, CancellationToken cancel)
    {
        var left = Left(tasks);
        // One goes ahead and tells what a replay costs: many that begin together could cost many times the limit.
        var ahead = limits.MaxCost is not null && _results.Values.All(result => result.Spent.Cost == 0) ? 1 : 0;
        await RunAsync(left.Take(ahead), limits, cancel);
        await RunAsync(left.Skip(ahead), limits, cancel);
        return _stop;
    }

    private Task RunAsync(IEnumerable<ComparisonTask> tasks, QueueLimits limits, CancellationToken cancel)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = limits.Jobs, CancellationToken = cancel };
        return Parallel.ForEachAsync(tasks, parallel, async (task, stop) =>
        {
            if (MayBegin(limits.MaxCost))
            {
                await RunAsync(task, limits.MaxCost, stop);
            }
        });
    }

    /// <summary>Fills the folders of what is left to replay, for somebody else to run.</summary>
    public async Task<IReadOnlyList<ReplayFolder>> PrepareAsync(IReadOnlyList<ComparisonTask> tasks, CancellationToken cancel)
    {
        var folders = new List<ReplayFolder>();
        foreach (var task in Left(tasks))
        {
            folders.Add(await runner.PrepareAsync(task, cancel));
        }
        return folders;
    }

    /// <summary>Takes over results that are there.</summary>
    private List<ComparisonTask> Left(IReadOnlyList<ComparisonTask> tasks)
    {
        var left = new List<ComparisonTask>();
        foreach (var task in tasks)
        {
            if (runner.Known(task) is { } known)
            {
                _results[task.Key] = known;
                if (known.Score is not null)
                {
                    continue;
                }
            }
            left.Add(task);
        }
        return left;
    }

    private async Task RunAsync(ComparisonTask task, decimal? maxCost, CancellationToken cancel)
    {
        lock (_gate)
        {
            observer.Began(task);
        }
        var result = await runner.RunAsync(task, cancel);
        lock (_gate)
        {
            _running--;
            _results[task.Key] = result;
            observer.Ended(task, result);
            if (maxCost is not null && result is { Score: not null, Spent.IsKnown: false })
            {
                _stop ??= new QueueStop(
                    "what replays cost is not known here, so --max-cost cannot limit it; leave it out", ExitCode.LimitReached);
            }
            if (result.EndsAll)
            {
                _stop ??= new QueueStop($"{task.Key}: {result.Reason}", (ExitCode)result.ExitCode);
            }
        }
    }

    /// <summary>What runs already will cost something too: as much as the others did, as far as anybody can tell.</summary>
    private bool MayBegin(decimal? maxCost)
    {
        lock (_gate)
        {
            var spent = _results.Values.Sum(result => result.Spent.Cost);
            var expected = _results.Count == 0 ? 0 : spent / _results.Count;
            if (_stop is null && maxCost is { } most && (spent >= most || spent + (expected * (_running + 1)) > most))
            {
                _stop = new QueueStop(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"${spent:0.00} of ${most:0.00} are spent, a replay costs about ${expected:0.00}, under way: {_running}"),
                    ExitCode.LimitReached);
            }
            _running += _stop is null ? 1 : 0;
            return _stop is null;
        }
    }
}
