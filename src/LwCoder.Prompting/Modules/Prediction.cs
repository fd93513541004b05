using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>A checked answer, and how it came about.</summary>
/// <param name="Outputs">The answer, in declared order and canonical form.</param>
/// <param name="RawText">What the model wrote, unchanged.</param>
/// <param name="Usage">What all calls for it consumed, repairs and discarded tries included.</param>
public sealed record Prediction(FieldValues Outputs, string RawText, Usage Usage)
{
    /// <summary>Suggested rules that the answer breaks.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The tries it was chosen from; empty where there was one.</summary>
    public IReadOnlyList<Trial> Trials { get; init; } = [];

    /// <summary>Whether no model was asked at all.</summary>
    public bool IsCacheHit => Usage is { Calls: 0, CacheHits: > 0 };

    /// <summary>The value of an output.</summary>
    public object? this[string field] => Outputs[field];
}
