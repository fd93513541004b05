namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// The search itself: draws a parent and a minibatch, has the parent's failures reflected on, keeps the child if it does
/// better, validates it, and now and then merges two. Everything it draws comes from one generator, and everything it is
/// told from its host: with the same seed and answers it makes the same decisions.
/// </summary>
/// <param name="baseline">Where it starts.</param>
/// <param name="host">Runs and reflects.</param>
/// <param name="options">How.</param>
/// <param name="seed">The run's seed.</param>
internal sealed class GepaSearch(Candidate baseline, IGepaHost host, GepaOptions options, int seed)
{
    private readonly SearchLedger _ledger = new(options.OnEvent);
    private readonly GepaPool _pool = new(options.Frontier);

    public GepaPool Pool => _pool;

    /// <summary>Candidates run on anything, the baseline included.</summary>
    public int Tried => _ledger.Tried;

    /// <summary>Searches until a stop condition is met or there is nothing left to learn.</summary>
    /// <returns>What ended it.</returns>
    /// <exception cref="Budgets.BudgetException">The next step does not fit the budget; the pool is what was found.</exception>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        var random = new MersenneTwister(seed);
        var validator = new Validator(_pool, host, _ledger, options.ReuseOutcomes);
        var merging = new MergeStep(_pool, _ledger, validator, random, options);
        var reflecting = new ReflectionStep(_pool, host, _ledger, random, options);
        var chain = new Chain(options.PersistenceFor(host.Count(ExampleSet.Dev)));
        await validator.StartAsync(new Lineage(baseline, [], 0), cancel).ConfigureAwait(false);
        while (true)
        {
            var stoppedBy = StopReason();
            if (chain.Head is { } head && (stoppedBy is not null || chain.IsDone))
            {
                await AdmitAsync(head, validator, merging, cancel).ConfigureAwait(false);
                chain.Clear();
                continue;
            }
            if (stoppedBy is not null)
            {
                _ledger.Tell(new GepaEvent.Ended(_ledger.Iteration, _pool.BestCovered, _ledger.MetricCalls, stoppedBy));
                return stoppedBy;
            }
            await IterateAsync(chain, validator, merging, reflecting, cancel).ConfigureAwait(false);
        }
    }

    private async Task IterateAsync(
        Chain chain, Validator validator, MergeStep merging, ReflectionStep reflecting, CancellationToken cancel)
    {
        _ledger.Begin();
        var hasAccepted = false;
        try
        {
            if (chain.Head is null && await merging.TryAsync(cancel).ConfigureAwait(false) is { } hasMerged)
            {
                hasAccepted = hasMerged;
                return;
            }
            var children = await reflecting.RunAsync(chain.Head, cancel).ConfigureAwait(false);
            hasAccepted = children.Count > 0;
            if (chain.IsUsed)
            {
                Extend(chain, children);
                return;
            }
            foreach (var child in children)
            {
                await AdmitAsync(child, validator, merging, cancel).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            _ledger.Tell(new GepaEvent.Failed(_ledger.Iteration, error));
            throw;
        }
        finally
        {
            _ledger.End(hasAccepted);
        }
    }

    private void Extend(Chain chain, IReadOnlyList<Lineage> children)
    {
        if (children.Count > 0)
        {
            if (chain.Head is { } surpassed && options.SkipKnownTexts)
            {
                host.Forget(surpassed.Candidate);
            }
            _ledger.Tell(new GepaEvent.Advanced(_ledger.Iteration, children[0].Candidate));
        }
        chain.Note(children.Count > 0 ? children[0] : null);
    }

    private async Task AdmitAsync(Lineage child, Validator validator, MergeStep merging, CancellationToken cancel)
    {
        var index = await validator.AdmitAsync(child, cancel).ConfigureAwait(false);
        _ledger.Tell(new GepaEvent.Accepted(_ledger.Iteration, index, child.Parents));
        merging.Schedule();
    }

    private string? StopReason()
    {
        var state = new SearchState(_ledger.Iteration, _ledger.MetricCalls, _pool.Means, host.ReflectionCost);
        // Every condition is asked, since some remember what they saw.
        var met = options.StopConditions.Where(condition => condition.IsMet(state)).ToList();
        var epoch = 1 + (host.Count(ExampleSet.Train) / options.Minibatch);
        // A step whose child could not be validated would be money for nothing.
        return met.Count > 0 ? string.Join(" and ", met)
            : !host.CanAfford((2 * options.Minibatch) + host.Count(ExampleSet.Dev))
                ? "the budget does not hold another proposal and its validation"
            : _ledger.IdleIterations >= 3 * epoch ? "nothing left to learn: three epochs without a new run"
            : null;
    }
}
