namespace LwCoder.Platform.Logging;

/// <summary>One thing that happened.</summary>
/// <param name="Text">Made when it is written, which for most entries is never. Several lines for an error's stack.</param>
internal sealed record LogEntry(DateTimeOffset At, LogLevel Level, Func<string> Text);
