namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Counts iterations and metric calls, and tells what happens.</summary>
/// <param name="listener">Hears it; null: nobody does.</param>
internal sealed class SearchLedger(Action<GepaEvent>? listener)
{
    private int _callsBefore;

    /// <summary>The iteration under way or just over, from 1; 0 before the first.</summary>
    public int Iteration { get; private set; }

    public int MetricCalls { get; private set; }

    /// <summary>Reflections asked for.</summary>
    public int Reflections { get; set; }

    /// <summary>Candidates run on anything, the baseline included.</summary>
    public int Tried { get; set; } = 1;

    /// <summary>Iterations in a row that ran nothing: everything drawn was known already, or perfect.</summary>
    public int IdleIterations { get; private set; }

    public void Begin()
    {
        Iteration++;
        _callsBefore = MetricCalls;
        Tell(new GepaEvent.IterationStarted(Iteration));
    }

    public void End(bool hasAccepted)
    {
        IdleIterations = MetricCalls > _callsBefore ? 0 : IdleIterations + 1;
        Tell(new GepaEvent.IterationEnded(Iteration, hasAccepted));
    }

    /// <summary>Counts without telling: what the baseline takes is no step of the search.</summary>
    public void AddQuietly(int metricCalls) => MetricCalls += metricCalls;

    public void Add(int metricCalls)
    {
        MetricCalls += metricCalls;
        Tell(new GepaEvent.BudgetUpdated(Iteration, MetricCalls, metricCalls));
    }

    public void Tell(GepaEvent happened) => listener?.Invoke(happened);
}
