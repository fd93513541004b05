namespace LwCoder.Telemetry.Rows;

/// <summary>A tool an agent used. Told when it is called and again when it returned, it becomes one row.</summary>
internal sealed record ToolCallRow
{
    public required string SessionId { get; init; }

    /// <summary>The agent's id of the call, or its place in the file. See <see cref="MessageRow.NativeId"/>.</summary>
    public required string NativeId { get; init; }

    /// <summary>As the agent calls it.</summary>
    public required string ToolName { get; init; }

    /// <summary>What it is for: read, search, edit, shell, test, spawn, mcp, plan, ask or other.</summary>
    public string? Category { get; init; }

    /// <summary>
    /// The beginning of the arguments as JSON; <see cref="TelemetryBatch.Add(ToolCallRow)"/> bounds and redacts it.
    /// </summary>
    public string? ArgsSummary { get; init; }

    /// <summary>running, completed, error, or unknown.</summary>
    public string? Status { get; init; }

    /// <summary>What an error said, its beginning.</summary>
    public string? Error { get; init; }

    /// <summary>Of the command a shell ran, when the agent says it.</summary>
    public int? ExitCode { get; init; }

    public int? DurationMs { get; init; }

    public decimal? Cost { get; init; }

    /// <summary>When it was called, milliseconds since 1970.</summary>
    public required long Ts { get; init; }

    /// <summary>Order within the session, where times are equal.</summary>
    public int? Seq { get; init; }

    /// <summary>The message that made the call.</summary>
    public string? MessageNativeId { get; init; }

    /// <summary>Sixteen hex digits that are equal when the arguments are: what tells a cycle from work.</summary>
    public string? ArgsHash { get; init; }

    /// <summary>The same of the result.</summary>
    public string? ResultHash { get; init; }

    /// <summary>Characters of the whole result.</summary>
    public int? ResultLength { get; init; }
}
