using LwCoder.Agents.Tools;

namespace LwCoder.Sessions.Governing;

/// <summary>A call that has returned, as far as it matters whether another one was the same.</summary>
/// <param name="Sequence">Of the call's event.</param>
/// <param name="Content">The hash of tool, arguments and result: equal calls with equal results have equal ones.</param>
/// <param name="At">When it was heard of.</param>
/// <param name="Waits">It only waited for something that goes on elsewhere.</param>
internal sealed record CallMark(long Sequence, ToolKind Kind, string Tool, string Content, DateTimeOffset At, bool Waits)
{
    /// <summary>A call that by its nature changes no file.</summary>
    public bool OnlyLooks => Kind is ToolKind.Read or ToolKind.Search or ToolKind.Plan or ToolKind.Ask;
}
