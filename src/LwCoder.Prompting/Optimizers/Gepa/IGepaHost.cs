namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>What the search needs of the world: runs on examples, and new texts.</summary>
internal interface IGepaHost
{
    /// <summary>How many examples a set has.</summary>
    int Count(ExampleSet set);

    /// <summary>Spent on reflection so far, in US dollars.</summary>
    decimal ReflectionCost { get; }

    /// <summary>Whether the budget holds so many more metric calls.</summary>
    bool CanAfford(int metricCalls);

    /// <summary>Runs a candidate. Failures of single examples are outcomes.</summary>
    /// <exception cref="Budgets.BudgetException">It does not fit the budget; nothing was run.</exception>
    Task<Measurement> EvaluateAsync(Candidate candidate, ExampleSet set, IReadOnlyList<int> examples, CancellationToken cancel);

    /// <summary>Asks for new texts.</summary>
    /// <param name="request">What is to be rewritten, and after what.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The new texts by component; none where the model gave none that can be used.</returns>
    Task<IReadOnlyDictionary<string, string>> ReflectAsync(ReflectionRequest request, CancellationToken cancel);

    /// <summary>A candidate will not be run again; with a set: not on its examples.</summary>
    void Forget(Candidate candidate, ExampleSet? set = null);
}
