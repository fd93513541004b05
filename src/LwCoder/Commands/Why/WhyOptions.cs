namespace LwCoder.Commands.Why;

/// <param name="Run">Null for the newest.</param>
internal sealed record WhyOptions(string? Run, bool Json);
