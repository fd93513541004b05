using LwCoder.Prompting.Optimizers.FewShot;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>
/// MIPROv2: bootstraps demo sets, has a model propose instructions that know the data, and searches their combinations.
/// The baseline is measured first, and bootstrapping may use a quarter of the calls, so that a small budget still ends in a
/// search.
/// </summary>
/// <param name="proposer">The model that writes instructions.</param>
/// <param name="options">How to search; null: the defaults.</param>
public sealed class MiproV2(IChatClient proposer, MiproOptions? options = null) : IPromptOptimizer
{
    private const int BootstrapShare = 4;

    private readonly MiproOptions _options = options ?? new MiproOptions();

    /// <inheritdoc/>
    public string Name => "mipro";

    /// <inheritdoc/>
    public string Settings => _options.ToString();

    /// <inheritdoc/>
    public Forecast Plan(IPromptTask task, DataSplit data, int metricCalls)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(data);
        var (size, components) = (Size(task), task.Baseline.Components.Count);
        var mostBootstraps = _options.Demos.MaxBootstrapped * size.DemoSets;
        var bootstraps = Math.Min(metricCalls / BootstrapShare, mostBootstraps);
        var (dev, batch) = (data.Dev.Count, BatchSize(data.Dev.Count));
        var full = batch < dev ? dev : 0;
        var searchCalls = metricCalls - dev - bootstraps;
        var trials = Math.Clamp((searchCalls - full) / batch, 0, size.Trials);
        var used = dev + bootstraps + (trials * batch) + (full * (1 + (trials / MiproSize.FullEvaluationEvery)));
        // Bootstrapping takes its share of whatever there is, so of the least as well.
        var least = dev + batch + full;
        return new Forecast(
            Math.Min(metricCalls, used), InstructionProposer.Calls(_options, size.Instructions, components, data.Train.Count),
            trials, least + Math.Min(mostBootstraps, (least - 1) / (BootstrapShare - 1)));
    }

    /// <inheritdoc/>
    public Task<OptimizerOutcome> RunAsync(OptimizerContext context, DataSplit data, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        var board = new Leaderboard(context, data.Dev);
        return board.RunAsync(async () =>
        {
            var size = Size(context.Task);
            await board.MeasureAsync(context.Task.Baseline, "measuring the baseline", cancel).ConfigureAwait(false);
            context.Report("collecting demos");
            var sets = await new DemoSets(context, data.Train, _options.Demos)
                .MakeAsync(size.DemoSets, context.MetricCalls + (context.Left / BootstrapShare), cancel).ConfigureAwait(false);
            var instructions = await new InstructionProposer(context, proposer, _options)
                .ProposeAsync(size.Instructions, sets, data.Train, cancel).ConfigureAwait(false);
            var space = new MiproSpace(context.Task.Baseline, instructions, _options.IsZeroShot ? [sets[0]] : sets);
            await new MiproSearch(context, board, space, data.Dev, BatchSize(data.Dev.Count))
                .RunAsync(size.Trials, cancel).ConfigureAwait(false);
        });
    }

    private MiproSize Size(IPromptTask task) => MiproSize.Of(_options.Candidates, task.Baseline.Components.Count,
        _options.IsZeroShot || _options.Demos is { MaxBootstrapped: 0, MaxLabeled: 0 });

    private int BatchSize(int dev) => dev > _options.MinibatchFrom ? Math.Min(_options.Minibatch, dev) : dev;
}
