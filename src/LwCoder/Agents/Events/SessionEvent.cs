namespace LwCoder.Agents.Events;

/// <summary>
/// One thing that happened in an agent's session, whichever agent it was. The same typed event feeds the trace, the
/// console, `session.jsonl` and the outcome.
/// </summary>
/// <remarks>A reader fills what the agent said; <see cref="Time"/> falls back to the moment of arrival and
/// <see cref="Sequence"/> is set by the session that records it.</remarks>
internal abstract record SessionEvent
{
    /// <summary>When it happened by the agent's own clock; null until stamped if the agent does not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Position in the session, from 1.</summary>
    public long Sequence { get; init; }

    /// <summary>The agent's session id.</summary>
    public string? Session { get; init; }

    /// <summary>For a subagent's event: the id of the tool call that started the subagent.</summary>
    public string? Parent { get; init; }
}

/// <summary>The agent reported itself: what it is, which model it uses and in which permission mode.</summary>
internal sealed record SessionStarted(string Tool, string? Version, string? Model, string? Mode) : SessionEvent
{
    /// <summary>The folder it works in, where the agent writes that down.</summary>
    public string? Workspace { get; init; }

    /// <summary>The session that started it, for agents whose subtasks are sessions of their own.</summary>
    public string? ParentSession { get; init; }

    /// <summary>Sessions it has started, as far as it says so itself.</summary>
    public IReadOnlyList<string> ChildSessions { get; init; } = [];
}

/// <param name="Id">The agent's message id; several blocks of one message share it.</param>
/// <param name="Role">user, assistant or thinking.</param>
internal sealed record MessageSpoken(string? Id, string Role, string Text) : SessionEvent;

/// <param name="Arguments">The arguments as a JSON object.</param>
internal sealed record ToolCalled(string Id, string Tool, string Arguments) : SessionEvent;

/// <param name="ExitCode">Of the command a shell tool ran, when the agent reports it.</param>
internal sealed record ToolReturned(string Id, bool IsError, int? ExitCode, string Text) : SessionEvent
{
    /// <summary>The session that the call has started, when the agent gives its id.</summary>
    public string? ChildSession { get; init; }
}

/// <summary>
/// Tokens of one message, or of the whole session so far when <paramref name="Id"/> is null. Readers emit each message
/// once; the latest whole replaces the sum of the messages, whose output may be a placeholder (Claude's stream says 1).
/// </summary>
/// <param name="Input">Tokens the model had to read anew, those written to a cache included.</param>
/// <param name="Cached">Input tokens served from a cache, not part of <paramref name="Input"/>.</param>
/// <param name="Cost">US dollars, or null when unknown.</param>
internal sealed record UsageReported(
    string? Id, long Input, long Output, long Cached, decimal? Cost, CostSource CostSource) : SessionEvent
{
    /// <summary>Tokens of <see cref="Output"/> that were thinking, where that is told.</summary>
    public long Reasoning { get; init; }
}

/// <summary>The agent considers its work finished. After it the agent has ten seconds to exit.</summary>
internal sealed record SessionResult(ResultStatus Status, string Text) : SessionEvent;

/// <summary>Something failed around the model: the provider, the login, a permission, the agent's own machinery.</summary>
internal sealed record SessionError(ErrorClass Class, string Text) : SessionEvent;

/// <summary>lw_coder's governor gave a warning, or ended the session.</summary>
/// <param name="Detector">What noticed it: `step_overflow`, `tool_cycle`, …</param>
/// <param name="Evidence">Sequence numbers of the events that show it.</param>
internal sealed record GovernorSpoke(string Detector, bool IsKill, string Text, IReadOnlyList<long> Evidence) : SessionEvent
{
    /// <summary>Of a budget: US dollars, answers or tokens, as is <see cref="Limit"/>. Null where it is about none.</summary>
    public decimal? Used { get; init; }

    public decimal? Limit { get; init; }
}

/// <summary>A part of an agent's own files could not be read; what else there is comes. Only importers see it.</summary>
internal sealed record RecordDamaged(string File, string What) : SessionEvent;

internal enum ResultStatus { Success, Failed }

/// <summary>Billed: somebody pays this sum by use. Imputed: what it would cost at list prices, as under a subscription.</summary>
internal enum CostSource { Unknown, Billed, Imputed }

/// <summary>What an agent's error means for the outcome of the run.</summary>
internal enum ErrorClass
{
    Other,
    /// <summary>Rate, quota, usage or credit limit of the provider.</summary>
    Limit,
    /// <summary>Not logged in, key missing, wrong or expired.</summary>
    Login,
    /// <summary>The agent wanted to do something only a person may allow.</summary>
    Permission,
    /// <summary>The provider answered with an error, garbage or not at all.</summary>
    Provider,
    /// <summary>A limit of lw_coder's own, which is the session's doing and not the provider's.</summary>
    Budget,
    /// <summary>The model that was asked for is not there, or not for this account.</summary>
    Model,
    /// <summary>A person stopped it.</summary>
    Cancelled,
}
