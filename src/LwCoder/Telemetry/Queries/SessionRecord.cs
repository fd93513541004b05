namespace LwCoder.Telemetry.Queries;

/// <summary>A session as the store has it.</summary>
/// <param name="ParentId">The session that started it.</param>
/// <param name="StartedAt">Databases of the earlier system have sessions without.</param>
/// <param name="TokensIn">Read anew; those from a cache are <paramref name="TokensCached"/>.</param>
/// <param name="Calls">Of tools.</param>
/// <param name="FailedCalls">That ended in an error, among <paramref name="Calls"/>.</param>
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
    long FailedCalls);
