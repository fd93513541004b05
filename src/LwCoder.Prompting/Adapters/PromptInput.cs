using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Adapters;

/// <summary>Everything one prompt is made of.</summary>
/// <param name="Signature">What is asked.</param>
/// <param name="Inputs">The values, in canonical form and declared order.</param>
public sealed record PromptInput(Signature Signature, FieldValues Inputs)
{
    /// <summary>Examples shown as earlier turns of the conversation.</summary>
    public IReadOnlyList<Example> Demos { get; init; } = [];

    /// <summary>What every answer must satisfy, as sentences.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>What was learned from an earlier try at the same inputs; null on the first.</summary>
    public string? Advice { get; init; }
}
