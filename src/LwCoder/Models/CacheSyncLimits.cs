namespace LwCoder.Models;

/// <summary>How much travels between the user's cache and a worktree's.</summary>
internal sealed record CacheSyncLimits
{
    /// <summary>Bytes of the newest answers a worktree gets; 0 to share none either way.</summary>
    public long MirroredBytes { get; init; } = 500_000_000;

    /// <summary>Bytes of answers taken back after one run: an agent must not fill the user's disk.</summary>
    public long TakenBytes { get; init; } = 100_000_000;

    public int TakenEntries { get; init; } = 10_000;

    /// <summary>Files looked at in a worktree's cache, whatever they are.</summary>
    public int SeenFiles { get; init; } = 250_000;
}
