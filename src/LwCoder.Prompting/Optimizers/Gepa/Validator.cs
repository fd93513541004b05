namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Runs candidates on the dev examples and enters them into the pool.</summary>
internal sealed class Validator(GepaPool pool, IGepaHost host, SearchLedger ledger, bool reusesOutcomes)
{
    private readonly EvaluationCache? _cache = reusesOutcomes ? new() : null;

    /// <summary>Enters what there is at the beginning.</summary>
    public async Task StartAsync(Lineage baseline, CancellationToken cancel)
    {
        var (measured, paid) = await MeasureAsync(baseline.Candidate, cancel).ConfigureAwait(false);
        ledger.AddQuietly(paid);
        var index = pool.Add(baseline, measured);
        ledger.Tell(new GepaEvent.Started());
        Tell(index);
    }

    /// <summary>Validates a candidate.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> AdmitAsync(Lineage member, CancellationToken cancel)
    {
        var (measured, paid) = await MeasureAsync(member.Candidate, cancel).ConfigureAwait(false);
        ledger.Add(paid);
        var before = pool.Fronts.Leaders;
        var index = pool.Add(member, measured);
        var after = pool.Fronts.Leaders;
        ledger.Tell(new GepaEvent.FrontUpdated(ledger.Iteration, [.. after], [.. before.Except(after)]));
        Tell(index);
        return index;
    }

    /// <summary>Runs a candidate on some dev examples; what is known is not run again.</summary>
    public async Task<(IReadOnlyList<Outcome> Outcomes, int Paid)> RunAsync(
        Candidate candidate, IReadOnlyList<int> examples, CancellationToken cancel)
    {
        if (_cache is null)
        {
            var whole = await host.EvaluateAsync(candidate, ExampleSet.Dev, examples, cancel).ConfigureAwait(false);
            return (whole.Outcomes, whole.Paid);
        }
        var (known, missing) = _cache.Find(candidate, ExampleSet.Dev, examples);
        var paid = 0;
        if (missing.Count > 0)
        {
            var added = await host.EvaluateAsync(candidate, ExampleSet.Dev, missing, cancel).ConfigureAwait(false);
            _cache.Put(candidate, ExampleSet.Dev, missing, added.Outcomes);
            host.Forget(candidate, ExampleSet.Dev);
            paid = added.Paid;
            (known, _) = _cache.Find(candidate, ExampleSet.Dev, examples);
        }
        return ([.. examples.Select(example => known[example])], paid);
    }

    private async Task<(Validation Measured, int Paid)> MeasureAsync(Candidate candidate, CancellationToken cancel)
    {
        List<int> all = [.. Enumerable.Range(0, host.Count(ExampleSet.Dev))];
        var (outcomes, paid) = await RunAsync(candidate, all, cancel).ConfigureAwait(false);
        return (Validation.Of(all, outcomes), paid);
    }

    private void Tell(int index)
    {
        var (member, measured) = (pool.Members[index], pool.Validations[index]);
        ledger.Tell(new GepaEvent.Validated(ledger.Iteration, index, member.Candidate, measured.Mean,
            pool.BestCovered == index, measured.Scores, member.Parents));
    }
}
