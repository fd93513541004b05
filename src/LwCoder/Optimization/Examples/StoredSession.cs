namespace LwCoder.Optimization.Examples;

/// <summary>A session with everything the store has of it that can be learned from.</summary>
internal sealed record StoredSession
{
    public required string Id { get; init; }

    /// <summary>The task at the top of the tree it belongs to: what a split must not tear apart.</summary>
    public required string RootTask { get; init; }

    /// <summary>The agent; null where it was not recorded.</summary>
    public string? Tool { get; init; }

    /// <summary>running, completed, failed, abandoned or unknown.</summary>
    public required string Status { get; init; }

    public decimal CostUsd { get; init; }

    /// <summary>Whether the newest check of its card passed; null where there is no card.</summary>
    public bool? CardPassed { get; init; }

    /// <summary>Checks (tests, linters) by name, and whether the last run of each passed.</summary>
    public IReadOnlyDictionary<string, bool> Gates { get; init; } = new Dictionary<string, bool>();

    /// <summary>The governor's detector; null where it did not end the session.</summary>
    public string? KilledBy { get; init; }

    /// <summary>What was diagnosed at the time; null where nobody looked.</summary>
    public string? DiagnosedAs { get; init; }

    public IReadOnlyList<StoredMessage> Messages { get; init; } = [];

    public IReadOnlyList<StoredCall> Calls { get; init; } = [];
}
