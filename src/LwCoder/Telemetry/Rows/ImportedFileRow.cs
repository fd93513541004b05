namespace LwCoder.Telemetry.Rows;

/// <summary>A file as it was when it was imported.</summary>
internal sealed record ImportedFileRow
{
    /// <summary>The importer: kilo, claude-code, droid, codex, opencode, runs.</summary>
    public required string Source { get; init; }

    /// <summary>Absolute.</summary>
    public required string Path { get; init; }

    public required long Size { get; init; }

    /// <summary>When it was last written, milliseconds since 1970.</summary>
    public required long MtimeMs { get; init; }

    /// <summary>SHA-256 of the content, where it was read whole.</summary>
    public string? ContentHash { get; init; }

    public string? SessionId { get; init; }

    /// <summary>imported, failed, or empty for one without a session in it.</summary>
    public required string Status { get; init; }

    /// <summary>What could not be read; a line for each file.</summary>
    public string? Problem { get; init; }

    /// <summary>A newer importer reads files again.</summary>
    public required int ImporterVersion { get; init; }

    public required DateTimeOffset ImportedAt { get; init; }
}
