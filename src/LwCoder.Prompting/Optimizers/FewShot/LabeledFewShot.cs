namespace LwCoder.Prompting.Optimizers.FewShot;

/// <summary>Adds labelled examples as demos: the cheapest thing that can help, and the measure of dearer ones.</summary>
/// <param name="count">How many.</param>
public sealed class LabeledFewShot(int count = 16) : IPromptOptimizer
{
    /// <inheritdoc/>
    public string Name => "labeled";

    /// <inheritdoc/>
    public string Settings => FormattableString.Invariant($"{count} labelled demos");

    /// <inheritdoc/>
    public Forecast Plan(IPromptTask task, DataSplit data, int metricCalls)
    {
        ArgumentNullException.ThrowIfNull(data);
        var floor = 2 * data.Dev.Count;
        return new Forecast(Math.Min(metricCalls, floor), 0, metricCalls >= floor ? 1 : 0, floor);
    }

    /// <inheritdoc/>
    public Task<OptimizerOutcome> RunAsync(OptimizerContext context, DataSplit data, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        var board = new Leaderboard(context, data.Dev);
        var sets = new DemoSets(context, data.Train, new DemoSettings { MaxBootstrapped = 0, MaxLabeled = count });
        return board.RunAsync(async () =>
        {
            await board.MeasureAsync(context.Task.Baseline, "measuring the baseline", cancel).ConfigureAwait(false);
            var shown = context.Task.Baseline.WithDemos(sets.Labeled("labels only").Demos);
            await board.MeasureAsync(shown, "measuring labelled demos", cancel).ConfigureAwait(false);
        });
    }
}
