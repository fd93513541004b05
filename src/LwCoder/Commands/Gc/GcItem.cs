using LwCoder.Cleanup;

namespace LwCoder.Commands.Gc;

/// <summary>Something that may go.</summary>
internal sealed class GcItem(string kind, Leftover leftover)
{
    public string Kind { get; } = kind;

    public Leftover Leftover { get; } = leftover;

    /// <summary>Why it could not be removed; null when it was, or was not tried.</summary>
    public string? Problem { get; set; }
}
