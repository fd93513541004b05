namespace LwCoder.Prompting.Optimizers;

/// <summary>A way to find better texts. Stateless: everything of one run is in its <see cref="OptimizerContext"/>.</summary>
public interface IPromptOptimizer
{
    /// <summary>Its name in reports: <c>gepa</c>, <c>mipro</c>, <c>bootstrap</c>.</summary>
    string Name { get; }

    /// <summary>Its settings in a line, for reports; runs of other settings share no journal.</summary>
    string Settings { get; }

    /// <summary>What a budget buys, before anything is spent.</summary>
    /// <param name="task">What is to be improved.</param>
    /// <param name="data">The examples.</param>
    /// <param name="metricCalls">The metric calls there are for the search.</param>
    Forecast Plan(IPromptTask task, DataSplit data, int metricCalls);

    /// <summary>Searches. A spent budget ends the search, not the result: the best so far is returned.</summary>
    /// <param name="context">Measures, asks and remembers.</param>
    /// <param name="data">The examples; <see cref="DataSplit.Test"/> is not looked at.</param>
    /// <param name="cancel">Ends it without a result.</param>
    Task<OptimizerOutcome> RunAsync(OptimizerContext context, DataSplit data, CancellationToken cancel);
}
