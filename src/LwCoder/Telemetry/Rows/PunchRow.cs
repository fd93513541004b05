namespace LwCoder.Telemetry.Rows;

/// <summary>A piece of evidence of what a task did. Never changed and never told twice.</summary>
internal sealed record PunchRow
{
    public required string TaskId { get; init; }

    public required PunchType Type { get; init; }

    /// <summary>What of that type it was: a tool, a gate, a child's id.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Made from native ids by <see cref="Rows.SourceHash"/>: the same event gives the same hash for ever.</summary>
    public required string SourceHash { get; init; }

    public decimal? Cost { get; init; }

    public long? TokensInput { get; init; }

    public long? TokensOutput { get; init; }

    public long? TokensReasoning { get; init; }
}
