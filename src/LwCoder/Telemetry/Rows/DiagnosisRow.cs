namespace LwCoder.Telemetry.Rows;

/// <summary>Why a session failed, by the newest classifier that looked.</summary>
internal sealed record DiagnosisRow
{
    public required string SessionId { get; init; }

    public required string Category { get; init; }

    /// <summary>From 0 to 1.</summary>
    public required double Confidence { get; init; }

    public required string Evidence { get; init; }

    public required DateTimeOffset ClassifiedAt { get; init; }

    public required string ClassifierVersion { get; init; }

    /// <summary>The whole report: references to the evidence, tool patterns, what to do.</summary>
    public string? ReportJson { get; init; }
}
