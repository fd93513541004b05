using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>How a <see cref="Predict"/> asks, beyond its signature.</summary>
public sealed record PredictOptions
{
    /// <summary>Examples shown to the model, in order.</summary>
    public IReadOnlyList<Example> Demos { get; init; } = [];

    /// <summary>Rules told to the model and checked on its answer.</summary>
    public IReadOnlyList<Assertion> Assertions { get; init; } = [];

    /// <summary>How often a broken rule is shown to the model for another answer.</summary>
    public int AssertionRetries { get; init; } = 2;

    /// <summary>The first layout to try; null: JSON where the model can be held to a schema, else sections.</summary>
    public Adapter? Adapter { get; init; }

    /// <summary>Sampling temperature; null: the client's.</summary>
    public float? Temperature { get; init; }

    /// <summary>The longest answer in tokens; null: the client's.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The model to ask; null: the client's.</summary>
    public string? Model { get; init; }
}
