namespace LwCoder.Telemetry.Rows;

/// <summary>An event as it came.</summary>
internal sealed record RawEventRow
{
    /// <inheritdoc cref="PunchRow.SourceHash"/>
    public required string SourceHash { get; init; }

    public string? SessionId { get; init; }

    public string? EventType { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long? EventTs { get; init; }

    public required DateTimeOffset ObservedAt { get; init; }

    public string? PayloadJson { get; init; }
}
