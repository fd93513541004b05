using System.Collections.ObjectModel;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// One candidate run on one example: one metric call. A failure is a rollout like any other, with the score of a failure
/// and the reason as feedback: dropped, it would make a candidate that fails often look good on the rest.
/// </summary>
/// <param name="Score">What it was worth, and why.</param>
/// <param name="Outputs">What came out; empty after a failure.</param>
public sealed record Rollout(Score Score, FieldValues Outputs)
{
    /// <summary>What the predictors inside were given and answered, in order of their answers.</summary>
    public IReadOnlyList<PredictorCall> Calls { get; init; } = [];

    /// <summary>What it was worth by each of several objectives; empty where there is one.</summary>
    public IReadOnlyDictionary<string, double> Objectives { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>What to tell of single components instead of the score's feedback, by name.</summary>
    public IReadOnlyDictionary<string, string> ComponentFeedback { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What it consumed.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>Why there is no answer; null if there is one.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it failed for a reason outside the candidate that may pass: a network, a server, a rate limit.</summary>
    public bool IsOutage { get; init; }
}
