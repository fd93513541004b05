namespace LwCoder.Telemetry.Rows;

/// <summary>A piece of work: a session, seen as a node in the tree of who started whom.</summary>
internal sealed record TaskRow
{
    public required string TaskId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public string? ParentTaskId { get; init; }

    public string? Mode { get; init; }

    public string? Model { get; init; }

    public SessionStatus Status { get; init; } = SessionStatus.Running;

    /// <summary>US dollars, without its children's.</summary>
    public decimal? CostUsd { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The card it is held to.</summary>
    public string? PunchCardId { get; init; }
}
