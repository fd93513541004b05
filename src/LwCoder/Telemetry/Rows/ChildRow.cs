namespace LwCoder.Telemetry.Rows;

/// <summary>One task started another: a row of `child_rels` and of `child_relationships`.</summary>
internal sealed record ChildRow
{
    public required string ParentId { get; init; }

    public required string ChildId { get; init; }

    public required DateTimeOffset SpawnedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The child's own card was validated and passed.</summary>
    public bool CardValid { get; init; }

    /// <summary>How the link was found: explicit, content or time.</summary>
    public required string Link { get; init; }
}
