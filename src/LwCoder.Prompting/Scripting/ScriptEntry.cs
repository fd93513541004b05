using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Scripting;

/// <summary>
/// One prepared answer. It serves a call that fits all of <see cref="Signature"/>, <see cref="Turn"/> and
/// <see cref="When"/> that are set, once unless it repeats.
/// </summary>
public sealed record ScriptEntry
{
    /// <summary>The signature it answers; null: any call.</summary>
    public string? Signature { get; init; }

    /// <summary>Which call of that signature it answers, from 1; null: the next.</summary>
    public int? Turn { get; init; }

    /// <summary>Words that must stand in the conversation; null: any.</summary>
    public string? When { get; init; }

    /// <summary>The text of the answer, exactly.</summary>
    public string? Answer { get; init; }

    /// <summary>The answer as fields, written in whichever layout the prompt asks for.</summary>
    public FieldValues? Outputs { get; init; }

    /// <summary>Tools the model calls.</summary>
    public IReadOnlyList<ScriptToolCall> ToolCalls { get; init; } = [];

    /// <summary>A failure instead of an answer.</summary>
    public ModelErrorKind? Error { get; init; }

    /// <summary>The model that answers; null: <c>script</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens said to be sent.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens said to be received.</summary>
    public long OutputTokens { get; init; }

    /// <summary>US dollars said to be billed; null: unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>How long the answer takes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether it serves more than one call.</summary>
    public bool Repeat { get; init; }
}
