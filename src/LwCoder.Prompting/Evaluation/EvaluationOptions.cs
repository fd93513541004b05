namespace LwCoder.Prompting.Evaluation;

/// <summary>How an <see cref="Evaluator"/> runs.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Examples worked on at once.</summary>
    public int Parallelism { get; init; } = 8;

    /// <summary>Stops after this many failed examples; null: never. What was paid for is kept.</summary>
    public int? MaxFailures { get; init; }

    /// <summary>Hears after every example, one call at a time.</summary>
    public Action<EvaluationProgress>? OnProgress { get; init; }

    /// <summary>The clock for latencies.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
