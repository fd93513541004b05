namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Merges, where one is due: each accepted reflection earns one, to be made in the iteration after it.</summary>
internal sealed class MergeStep(
    GepaPool pool, SearchLedger ledger, Validator validator, MersenneTwister random, GepaOptions options)
{
    private readonly Merger _merger = new(random);
    private bool _isFresh;
    private int _due;
    private int _made;

    /// <summary>A reflection was accepted.</summary>
    public void Schedule()
    {
        _isFresh = true;
        _due += _made < options.MaxMerges ? 1 : 0;
    }

    /// <summary>Merges if that is due and something fits.</summary>
    /// <returns>Whether the merge was accepted; null: there was none.</returns>
    public async Task<bool?> TryAsync(CancellationToken cancel)
    {
        var isDue = _isFresh && _due > 0;
        _isFresh = false;
        var fronts = pool.Fronts.Members;
        if (!isDue
            || _merger.Find(ParetoReduction.Survivors(fronts, pool.Means), pool.Family, Overlaps) is not { } plan)
        {
            return null;
        }
        _merger.Remember(plan.First, plan.Second, plan.Ancestor);
        int[] parents = [plan.First, plan.Second];
        var examples = MergeSubsample.Draw(Scores(plan.First), Scores(plan.Second), MergeSubsample.Size, random);
        var sum = await SumAsync(plan.Candidate, examples, parents, cancel).ConfigureAwait(false);
        ledger.Tell(new GepaEvent.MergeAttempted(ledger.Iteration, parents, plan.Candidate));
        if (sum < parents.Max(parent => examples.Sum(example => Scores(parent)[example])))
        {
            ledger.Tell(new GepaEvent.MergeRejected(ledger.Iteration, parents));
            return false;
        }
        var child = Lineage.ChildOf(plan.Candidate, pool.Members[plan.First], pool.Members[plan.Second]);
        var index = await validator.AdmitAsync(child, cancel).ConfigureAwait(false);
        _due--;
        _made++;
        ledger.Tell(new GepaEvent.MergeAccepted(ledger.Iteration, index, parents));
        ledger.Tell(new GepaEvent.Accepted(ledger.Iteration, index, parents));
        return true;
    }

    private async Task<double> SumAsync(Candidate candidate, List<int> examples, int[] parents, CancellationToken cancel)
    {
        ledger.Tell(new GepaEvent.EvaluationStarted(ledger.Iteration, null, parents));
        var (outcomes, paid) = await validator.RunAsync(candidate, examples, cancel).ConfigureAwait(false);
        ledger.Tell(new GepaEvent.Evaluated(ledger.Iteration, null, [.. outcomes.Select(outcome => outcome.Score)], parents));
        ledger.Add(paid);
        return outcomes.Sum(outcome => outcome.Score);
    }

    private bool Overlaps(int first, int second) =>
        Scores(first).Keys.Count(Scores(second).ContainsKey) >= options.MergeOverlap;

    private IReadOnlyDictionary<int, double> Scores(int index) => pool.Validations[index].Scores;
}
