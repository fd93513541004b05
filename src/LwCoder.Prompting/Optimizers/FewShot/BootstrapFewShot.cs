namespace LwCoder.Prompting.Optimizers.FewShot;

/// <summary>
/// Demos from the program's own good runs. With one set it is the plain bootstrap; with more, a random search over sets:
/// none, labels only, one in the order given, then shuffled ones of random size.
/// </summary>
/// <param name="demos">What sets are made of.</param>
/// <param name="candidateSets">Random sets to try beside the fixed ones; 0: the plain bootstrap.</param>
/// <param name="stopAtScore">Ends the search at this score on the dev examples; null: never.</param>
public sealed class BootstrapFewShot(DemoSettings? demos = null, int candidateSets = 16, double? stopAtScore = null)
    : IPromptOptimizer
{
    /// <summary>None, labels only, in the order given.</summary>
    private const int FixedSets = 3;

    private readonly DemoSettings _demos = demos ?? new DemoSettings();

    /// <inheritdoc/>
    public string Name => "bootstrap";

    /// <inheritdoc/>
    public string Settings => FormattableString.Invariant($"{_demos}, {candidateSets} random sets, stop at {stopAtScore}");

    /// <summary>Without labels to show, the set of labels only is the baseline.</summary>
    private int FirstSet => candidateSets == 0 || _demos.MaxLabeled == 0 ? FixedSets - 1 : 1;

    private int LastSet => candidateSets == 0 ? FixedSets - 1 : FixedSets + candidateSets - 1;

    /// <inheritdoc/>
    public Forecast Plan(IPromptTask task, DataSplit data, int metricCalls)
    {
        ArgumentNullException.ThrowIfNull(data);
        var (dev, walk) = (data.Dev.Count, Math.Min(data.Train.Count, 2 * _demos.MaxBootstrapped));
        var most = Enumerable.Range(FirstSet, LastSet - FirstSet + 1).Sum(set => Cost(set, dev, walk));
        var (left, sets) = (metricCalls - dev, 0);
        for (var set = FirstSet; set <= LastSet && left >= Cost(set, dev, walk); set++, sets++)
        {
            left -= Cost(set, dev, walk);
        }
        return new Forecast(Math.Min(metricCalls, dev + most), 0, sets, dev + Cost(FirstSet, dev, walk));
    }

    /// <inheritdoc/>
    public Task<OptimizerOutcome> RunAsync(OptimizerContext context, DataSplit data, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        var board = new Leaderboard(context, data.Dev);
        var sets = new DemoSets(context, data.Train, _demos);
        return board.RunAsync(async () =>
        {
            await board.MeasureAsync(context.Task.Baseline, "measuring the baseline", cancel).ConfigureAwait(false);
            for (var number = FirstSet; number <= LastSet; number++)
            {
                if (board.BestScore >= stopAtScore)
                {
                    return;
                }
                var set = number == 1
                    ? sets.Labeled("labels only")
                    : await sets.BootstrapAsync(number, int.MaxValue, cancel).ConfigureAwait(false);
                await board.MeasureAsync(context.Task.Baseline.WithDemos(set.Demos),
                    FormattableString.Invariant($"demo set {number} of {LastSet}"), cancel).ConfigureAwait(false);
            }
        });
    }

    /// <summary>A walk is guessed at two runs a demo; later walks meet runs that are known and free.</summary>
    private static int Cost(int set, int dev, int walk) => dev + (set == 1 ? 0 : walk);
}
