using LwCoder.Agents.Tools;

namespace LwCoder.Diagnosis;

/// <summary>One thing an agent did: it said something, or it called a tool.</summary>
/// <param name="Sequence">Of the message's or the call's event.</param>
/// <param name="Text">What was said; of a call, what it returned.</param>
internal sealed record SessionPart(long Sequence, ToolUse? Use, string Arguments, string Text)
{
    public bool IsError { get; init; }

    /// <summary>Running when the call never returned.</summary>
    public string Status { get; init; } = "completed";

    /// <summary>A question to the person is talk, although it is asked by a tool.</summary>
    public bool IsTool => Use is { Kind: not ToolKind.Ask };

    public ToolKind Kind => Use?.Kind ?? ToolKind.Other;

    /// <summary>Takes something in.</summary>
    public bool IsRead => IsTool && Kind is ToolKind.Read or ToolKind.Search;

    public bool IsEdit => IsTool && Kind == ToolKind.Edit;

    /// <summary>The call as the agent made it.</summary>
    public string Call => $"{Use?.Name} {Arguments}";

    public string CallAndResult => $"{Evidence.Cut(Call, 120)} -> {Text}";

    /// <summary>What the agent said to whoever reads along, in words or as a question.</summary>
    public string Said => Use is null ? Text : Kind == ToolKind.Ask ? Arguments : "";
}
