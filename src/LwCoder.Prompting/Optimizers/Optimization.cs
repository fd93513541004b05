using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// A whole optimization: what the budget buys is worked out, the search made, and its result compared with the baseline on
/// examples that nothing was chosen by.
/// </summary>
/// <param name="task">What is to be improved.</param>
/// <param name="data">The examples.</param>
/// <param name="optimizer">How to search.</param>
/// <param name="options">Seed, budget, journal.</param>
public sealed class Optimization(IPromptTask task, DataSplit data, IPromptOptimizer optimizer, OptimizerOptions options)
{
    /// <summary>
    /// Tells runs apart in 16 hex digits: by optimizer, settings, seed, examples, baseline and facts, and not by the budget,
    /// which may grow. A name for the journal.
    /// </summary>
    public string Id => ExampleKey.Digest(Identity(ExampleKey.Of(data)))[..16];

    /// <summary>What the budget buys; nothing is spent.</summary>
    public Forecast Forecast()
    {
        var heldOut = (2 * data.Test.Count) + options.KeptBack;
        return optimizer.Plan(task, data, Math.Max(0, options.MaxMetricCalls - heldOut)) with { HeldOutCalls = heldOut };
    }

    /// <summary>Searches and compares. Killed and run again with the same journal, it goes on.</summary>
    /// <exception cref="OptimizerException">The budget buys no proposal, there is nothing to learn from, or the journal is
    /// another run's.</exception>
    /// <exception cref="Models.ModelException">What would fail every call.</exception>
    public async Task<OptimizationReport> RunAsync(CancellationToken cancel = default)
    {
        RequireExamples();
        var forecast = Forecast().RequireOne();
        var hash = ExampleKey.Of(data);
        using var journal = options.JournalPath is { } path ? Journal.Open(path, Identity(hash)) : Journal.InMemory();
        var ledger = new Ledger(options) { Reserved = forecast.HeldOutCalls };
        var context = new OptimizerContext(task, options, journal, ledger);
        var started = options.Time.GetTimestamp();
        var outcome = await optimizer.RunAsync(context, data, cancel).ConfigureAwait(false);
        ledger.Reserved = options.KeptBack;
        context.Report("comparing on held-out examples");
        var rows = await HeldOutAsync(context, outcome.Best, cancel).ConfigureAwait(false);
        context.Report("done");
        return new OptimizationReport(
            optimizer.Name, optimizer.Settings, options.Seed, task.Baseline, outcome, PairedComparison.Of(
                [.. rows.Select(row => row.Baseline.Score.Value)], [.. rows.Select(row => row.Best.Score.Value)], options.Seed))
        {
            HeldOutRows = rows,
            Forecast = forecast,
            Refused = context.Refused,
            DataHash = hash,
            MetricCalls = ledger.MetricCalls,
            Spent = ledger.Spent,
            Duration = options.Time.GetElapsedTime(started),
        };
    }

    private async Task<IReadOnlyList<HeldOutRow>> HeldOutAsync(OptimizerContext context, Candidate best, CancellationToken cancel)
    {
        try
        {
            var before = await context.MeasureAsync(task.Baseline, data.Test, cancel).ConfigureAwait(false);
            var after = await context.MeasureAsync(best, data.Test, cancel).ConfigureAwait(false);
            return [.. data.Test.Select((example, index) => new HeldOutRow(example, before[index], after[index]))];
        }
        catch (BudgetException)
        {
            // Money may run out where calls do not; then the comparison has nothing to say, which is what no row means.
            return [];
        }
    }

    private void RequireExamples()
    {
        if (data.Train.Count == 0 || data.Dev.Count == 0)
        {
            throw new OptimizerException(
                $"There are {data.Train.Count} examples to learn from and {data.Dev.Count} to choose by; both are needed.");
        }
    }

    private string Identity(string hash) => FieldValues.Of(
        ("optimizer", optimizer.Name), ("settings", optimizer.Settings), ("seed", options.Seed), ("data", hash),
        ("baseline", task.Baseline.Fingerprint), ("facts", options.Facts),
        ("limit", FormattableString.Invariant($"{options.Limit.Factor}x+{options.Limit.Floor}"))).ToJson();
}
