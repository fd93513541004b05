namespace LwCoder.Commands.Abandon;

/// <summary>What `lw_coder abandon` was asked to do.</summary>
internal sealed record AbandonOptions(string Plan, string? Reason, bool Yes, bool Json);
