namespace LwCoder.Prompting.Modules;

/// <summary>What one run of a module may change about its calls; passed on to every predictor inside.</summary>
public sealed record CallOptions
{
    /// <summary>The usual call.</summary>
    public static CallOptions Default { get; } = new();

    /// <summary>A number for each repeated sample of the same prompt, so that a cache keeps them apart.</summary>
    public int? RolloutId { get; init; }

    /// <summary>Sampling temperature for this run.</summary>
    public float? Temperature { get; init; }

    /// <summary>What was learned from an earlier try, shown with the inputs.</summary>
    public string? Advice { get; init; }

    /// <summary>Hears of every predictor that has answered; from several threads where a module asks in parallel.</summary>
    public Action<PredictorCall>? OnCall { get; init; }
}
