namespace LwCoder.Telemetry.Rows;

/// <summary>
/// One conversation of an agent. What is null or zero is not known and leaves what the store knows; what is told again
/// replaces it.
/// </summary>
/// <remarks>Its id is its native one: telling a session twice adds no row.</remarks>
internal sealed record SessionRow
{
    /// <summary>
    /// The tool of what lw_coder has asked models itself: judges, prompts, training. No agent was at work there.
    /// </summary>
    public const string OwnTool = "lw_coder";

    public required string SessionId { get; init; }

    /// <summary>The task this is the conversation of; the same id unless a task had several.</summary>
    public required string TaskId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public string? Mode { get; init; }

    public string? Model { get; init; }

    public SessionStatus Status { get; init; } = SessionStatus.Running;

    /// <summary>US dollars.</summary>
    public decimal? TotalCost { get; init; }

    /// <summary>Tokens the model read anew; those it had from a cache are in <see cref="TokensCached"/>.</summary>
    public long TokensIn { get; init; }

    public long TokensOut { get; init; }

    public long TokensReasoning { get; init; }

    public long TokensCached { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>From the first event to the last, in milliseconds; servers keep moments to the second only.</summary>
    public long? DurationMs { get; init; }

    /// <summary>How it ended, in a word or a sentence: a run's state, an agent's own reason.</summary>
    public string? Outcome { get; init; }

    public string? PlanId { get; init; }

    public string? RunId { get; init; }

    /// <summary>The agent: claude-code, droid, mini, kilo, codex, opencode.</summary>
    public string? Tool { get; init; }

    /// <summary>Of the prompt set the session had, 64 hex digits.</summary>
    public string? PromptFingerprint { get; init; }

    /// <summary>billed, imputed or unknown.</summary>
    public string? CostSource { get; init; }

    /// <summary>For a subagent or a subtask: the session that started it.</summary>
    public string? ParentSessionId { get; init; }

    /// <summary>live, or the name of the importer.</summary>
    public string? Source { get; init; }

    /// <summary>The folder it worked in.</summary>
    public string? Workspace { get; init; }
}
