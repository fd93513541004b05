namespace LwCoder.Telemetry.Rows;

/// <summary>How a task stood against a card. Only written when that differs from the newest there is.</summary>
internal sealed record CheckpointRow
{
    public required string TaskId { get; init; }

    public required string CardId { get; init; }

    public required bool Passed { get; init; }

    public required DateTimeOffset ValidatedAt { get; init; }

    /// <summary>JSON.</summary>
    public string? MissingPunches { get; init; }

    /// <summary>JSON.</summary>
    public string? Violations { get; init; }
}
