namespace LwCoder.Prompting.Tests.Support;

/// <summary>A wall clock that a test sets; waits and timestamps stay real.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
