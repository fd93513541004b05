using LwCoder.Telemetry.Rows;

namespace LwCoder.Telemetry.Queries;

/// <summary>A session as the store has it.</summary>
/// <param name="ParentId">The session that started it.</param>
/// <param name="StartedAt">Databases of the earlier system have sessions without.</param>
/// <param name="TokensIn">Read anew; those from a cache are <paramref name="TokensCached"/>.</param>
/// <param name="Calls">Of tools.</param>
/// <param name="FailedCalls">That ended in an error, among <paramref name="Calls"/>.</param>
/// <param name="ParentRunId">The run of <paramref name="ParentId"/>; null also when that is not in the store.</param>
internal sealed record SessionRecord(
    string Id,
    string? ParentId,
    DateTimeOffset? StartedAt,
    string Status,
    string? Tool,
    string? Model,
    string? PlanId,
    string? RunId,
    string? PromptFingerprint,
    decimal Cost,
    string? CostSource,
    long TokensIn,
    long TokensOut,
    long TokensCached,
    long? DurationMs,
    string? Outcome,
    string? Workspace,
    long Calls,
    long FailedCalls,
    string? ParentRunId)
{
    /// <summary>
    /// To put right the session above it: a run of its own, while a subagent is in its parent's. The one above may be gone.
    /// </summary>
    public bool IsRecovery => RunId is not null && ParentId is not null && RunId != ParentRunId && !IsOwn;

    /// <summary>An agent's, that no other agent started.</summary>
    public bool IsWholeAgents => IsRecovery || (ParentId is null && !IsOwn);

    /// <summary>What lw_coder itself asked models.</summary>
    private bool IsOwn => Tool == SessionRow.OwnTool;
}
