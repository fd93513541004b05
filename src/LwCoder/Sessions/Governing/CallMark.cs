namespace LwCoder.Sessions.Governing;

/// <summary>A call that has returned, as far as it matters whether another one was the same.</summary>
/// <param name="Sequence">Of the call's event.</param>
/// <param name="Content">The hash of tool, arguments and result: equal calls with equal results have equal ones.</param>
/// <param name="At">When it was heard of.</param>
/// <param name="Patience">So many times as often as another call it may find the same.</param>
internal sealed record CallMark(long Sequence, string Tool, string Content, DateTimeOffset At, int Patience);
