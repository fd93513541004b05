namespace LwCoder.Telemetry.Rows;

/// <summary>One block of what was said: a message with thinking and text is two.</summary>
internal sealed record MessageRow
{
    public required string SessionId { get; init; }

    /// <summary>
    /// Stable for ever and unique in its session: the agent's id of the message or part, the position in the file where
    /// it has none. Live capture and import must give the same.
    /// </summary>
    public required string NativeId { get; init; }

    /// <summary>user, assistant or system.</summary>
    public required string Role { get; init; }

    /// <summary>text, thinking or error.</summary>
    public string? ContentType { get; init; }

    /// <summary>The beginning of the text; <see cref="TelemetryBatch.Add(MessageRow)"/> bounds and redacts it.</summary>
    public string? ContentPreview { get; init; }

    /// <summary>Characters of the whole text.</summary>
    public int? ContentLength { get; init; }

    /// <summary>Event time, milliseconds since 1970.</summary>
    public required long Ts { get; init; }

    /// <summary>Order within the session, where times are equal.</summary>
    public int? Seq { get; init; }

    /// <summary>US dollars; on one row only of those that share a message of the agent.</summary>
    public decimal? Cost { get; init; }

    public long? TokensIn { get; init; }

    public long? TokensOut { get; init; }

    public long? TokensCached { get; init; }
}
