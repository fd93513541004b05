using LwCoder.Prompting.Budgets;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// GEPA: a model reads what went wrong on a few examples and rewrites the text; a rewrite that does better on them is built
/// upon, then measured on all dev examples, and joins a pool from whose best the next parents are drawn.
/// </summary>
public sealed class Gepa : IPromptOptimizer
{
    private readonly IChatClient _reflector;
    private readonly GepaOptions _options;

    /// <summary>An optimizer.</summary>
    /// <param name="reflector">The model that rewrites texts.</param>
    /// <param name="options">How to search; null: the defaults.</param>
    /// <exception cref="ArgumentException">A template lacks a placeholder, or a number makes no sense.</exception>
    public Gepa(IChatClient reflector, GepaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reflector);
        (_reflector, _options) = (reflector, options ?? new GepaOptions());
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Minibatch, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Persistence ?? 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MaxMerges, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Sampling.Parents, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Sampling.Batches, 1, nameof(options));
        var problem = _options.Templates.Values.Append(_options.TemplateOf("")).Select(ReflectionPrompt.Problem)
            .FirstOrDefault(problem => problem is not null);
        if (problem is not null)
        {
            throw new ArgumentException(problem, nameof(options));
        }
    }

    /// <inheritdoc/>
    public string Name => "gepa";

    /// <inheritdoc/>
    public string Settings => _options.ToString();

    /// <inheritdoc/>
    public Forecast Plan(IPromptTask task, DataSplit data, int metricCalls)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(data);
        var (proposal, dev) = (2 * _options.Minibatch, data.Dev.Count);
        var floor = dev + proposal + dev;
        // At least one candidate is validated in the end; how many more depends on luck.
        var proposals = metricCalls < floor ? 0 : 1 + ((metricCalls - floor) / proposal);
        var texts = _options.Components == ComponentChoice.All ? task.Baseline.Components.Count : 1;
        return new Forecast(metricCalls, proposals * texts, proposals, floor);
    }

    /// <inheritdoc/>
    public async Task<OptimizerOutcome> RunAsync(OptimizerContext context, DataSplit data, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        context.Report("measuring the baseline");
        var options = _options with { OnEvent = happened => Tell(context, happened) };
        var host = new ContextHost(context, data, new ReflectionModule(_reflector), options);
        var search = new GepaSearch(context.Task.Baseline, host, options, context.Seed);
        string stoppedBy;
        try
        {
            stoppedBy = await search.RunAsync(cancel).ConfigureAwait(false);
        }
        catch (BudgetException spent)
        {
            stoppedBy = spent.Message;
        }
        var pool = search.Pool;
        return pool.Members.Count == 0
            ? new OptimizerOutcome(context.Task.Baseline, null, null, 1, stoppedBy)
            : new OptimizerOutcome(
                pool.Members[pool.Best].Candidate, pool.Means[0], pool.Means[pool.Best], search.Tried, stoppedBy);
    }

    private void Tell(OptimizerContext context, GepaEvent happened)
    {
        try
        {
            _options.OnEvent?.Invoke(happened);
        }
#pragma warning disable CA1031 // A listener may fail in any way; a search that cost money does not end for it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            context.Report($"a listener failed: {error.Message}");
        }
        if (happened is GepaEvent.Validated found)
        {
            context.Report(
                found.Candidate == 0 ? "searching" : $"validated candidate {found.Candidate}", (found.Text, found.Mean));
        }
        else if (happened is GepaEvent.IterationEnded ended)
        {
            context.Report($"iteration {ended.Iteration}");
        }
    }
}
