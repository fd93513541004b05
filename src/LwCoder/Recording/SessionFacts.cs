using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording;

/// <summary>What is known of a session beside its events. Null is not known, and leaves what events or the store say.</summary>
internal sealed record SessionFacts
{
    /// <summary>live, or the name of an importer.</summary>
    public required string Source { get; init; }

    /// <summary>Names the session until its events do, and where they never do.</summary>
    public required string FallbackId { get; init; }

    /// <summary>When it began, where no event has a time.</summary>
    public required DateTimeOffset FallbackTime { get; init; }

    public string? Tool { get; init; }

    public string? Model { get; init; }

    public string? Mode { get; init; }

    public string? PlanId { get; init; }

    public string? RunId { get; init; }

    public string? PromptFingerprint { get; init; }

    public string? Workspace { get; init; }

    /// <summary>
    /// Who pays for it, as `sessions` names it; where <see cref="IsToldByRun"/>, instead of what its events say.
    /// </summary>
    public string? CostSource { get; init; }

    /// <summary>The session that went wrong before, and that this one is to put right.</summary>
    public string? ParentSession { get; init; }

    /// <summary>How it ended by somebody who knows better than its events; null to go by those.</summary>
    public SessionStatus? Status { get; init; }

    /// <summary>In a word or a sentence.</summary>
    public string? Outcome { get; init; }

    /// <summary>The store has it from the run it belongs to, which knows better what it was and how it ended.</summary>
    public bool IsToldByRun { get; init; }
}
