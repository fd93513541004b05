namespace LwCoder.Commands.Gc;

internal sealed record GcOptions(bool DryRun, TimeSpan OlderThan, bool RescueRefs, bool Json);
