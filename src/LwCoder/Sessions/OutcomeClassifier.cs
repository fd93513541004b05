using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>Who ended a session.</summary>
internal enum EndedBy
{
    /// <summary>The agent's process ended by itself, or something outside lw_coder ended it.</summary>
    Itself,
    /// <summary>lw_coder ended the process tree because the agent had said it was done and did not leave.</summary>
    Grace,
    IdleTimeout,
    SessionTimeout,
    Governor,
    /// <summary>Ctrl-C, SIGTERM to lw_coder.</summary>
    User,
    /// <summary>There was no process to begin with.</summary>
    NotStarted,
    /// <summary>There was no model for the agent: none is configured.</summary>
    NotConfigured,
    /// <summary>lw_coder itself was killed, or the machine went down; the next one on the plan found it out.</summary>
    Lost,
}

/// <summary>As `run.json` names them.</summary>
internal static class EndedByWords
{
    /// <summary>In the order of <see cref="EndedBy"/>.</summary>
    private static readonly string[] Words =
        ["itself", "grace", "idle_timeout", "session_timeout", "governor", "user", "not_started", "not_configured", "lost"];

    public static string Word(this EndedBy by) => Words[(int)by];

    /// <returns>Null when there is no such word, or none at all as in records of older versions.</returns>
    public static EndedBy? Parse(string? word) => Array.IndexOf(Words, word) is >= 0 and var index ? (EndedBy)index : null;
}

/// <param name="ExitCode">128 + signal when a signal ended the process; null when it did not run.</param>
/// <param name="Changed">Whether the worktree has commits or files that it did not have before.</param>
/// <param name="HasEarlierWork">Whether it has work of earlier runs of the plan.</param>
/// <param name="Interactive">A person sat in front of it, and no events tell how it went.</param>
internal sealed record SessionEnd(
    EndedBy By, int? ExitCode, bool Changed, bool HasEarlierWork = false, bool Interactive = false)
{
    /// <summary>Why the governor ended it.</summary>
    public string? KillReason { get; init; }
}

/// <param name="Reason">One sentence for the console and `run.json`, without a full stop.</param>
internal sealed record SessionVerdict(SessionOutcome Outcome, string Reason);

/// <summary>
/// Decides what became of a session: first by what lw_coder itself did, then by the agent's events, by the exit code
/// last. Agents exit with 0 after being terminated, after a refused write and after errors of the provider.
/// </summary>
internal static class OutcomeClassifier
{
    public static SessionVerdict Classify(EventSummary events, SessionEnd end) => end.By switch
    {
        EndedBy.User => new(SessionOutcome.Cancelled, "it was interrupted"),
        EndedBy.Governor => new(SessionOutcome.GovernorKilled, end.KillReason ?? "ended by the governor"),
        EndedBy.NotStarted => new(SessionOutcome.SandboxFailed, "the agent could not be started"),
        // A result that arrives after we asked the agent to stop is only how it says goodbye.
        EndedBy.IdleTimeout => Trouble(events, end) ?? new(SessionOutcome.AgentHung, "the agent was silent for too long"),
        EndedBy.SessionTimeout => Trouble(events, end) ?? new(SessionOutcome.AgentHung, "the agent was not done in time"),
        _ when NeverRan(events, end) =>
            new(SessionOutcome.SandboxFailed, $"the agent could not be started (exit code {end.ExitCode})"),
        _ when end.Interactive => ByExitCode(end),
        _ => events.Result switch
        {
            { Status: ResultStatus.Success } => ByChanges(events, end),
            { } failed => Trouble(events, end)
                ?? new(SessionOutcome.Failed, FirstLine(failed.Text, "the agent reports a failure")),
            null => Trouble(events, end)
                ?? new(SessionOutcome.Failed, $"the agent ended{Code(end)} without saying that it was done"),
        },
    };

    private static SessionVerdict ByChanges(EventSummary events, SessionEnd end) => (end.Changed, events.Denials) switch
    {
        (true, _) => new(SessionOutcome.Completed, "the agent says that it is done"),
        (false, 0) when end.HasEarlierWork => new(
            SessionOutcome.Completed, "the agent says that it is done and found nothing more to change"),
        (false, 0) => new(SessionOutcome.NoChanges, "the agent says that it is done but changed nothing"),
        (false, var denials) => new(
            SessionOutcome.NeedsPerson, $"the agent changed nothing: {denials} of its actions needed a person's permission"),
    };

    private static SessionVerdict? Trouble(EventSummary events, SessionEnd end) => events.Trouble switch
    {
        { Class: ErrorClass.Limit or ErrorClass.Budget } limit =>
            new(SessionOutcome.LimitReached, FirstLine(limit.Text, "a limit was reached")),
        { Class: ErrorClass.Login } login => new(SessionOutcome.LoginRequired, FirstLine(login.Text, "a login is required")),
        { Class: ErrorClass.Permission } denied =>
            new(SessionOutcome.NeedsPerson, FirstLine(denied.Text, "a permission is needed")),
        { } other when end.By is EndedBy.Itself or EndedBy.Grace =>
            new(SessionOutcome.Failed, FirstLine(other.Text, "an error")),
        _ => null,
    };

    /// <summary>docker's own failure, a program that is no program, one that is missing; not when the agent has spoken.</summary>
    private static bool NeverRan(EventSummary events, SessionEnd end) =>
        events is { Started: null, Result: null, Trouble: null } && end.ExitCode is 125 or 126 or 127;

    private static SessionVerdict ByExitCode(SessionEnd end) => end switch
    {
        { ExitCode: 0, Changed: true } => new(SessionOutcome.Completed, "the session ended with changes"),
        { ExitCode: 0, HasEarlierWork: true } => new(SessionOutcome.Completed, "the session ended and changed nothing more"),
        { ExitCode: 0 } => new(SessionOutcome.NoChanges, "the session ended and nothing was changed"),
        { ExitCode: 130 } => new(SessionOutcome.Cancelled, "it was interrupted"),
        _ => new(SessionOutcome.Failed, $"the session ended{Code(end)}"),
    };

    private static string Code(SessionEnd end) => end.ExitCode switch
    {
        null => "",
        137 => " by force (out of memory?)",
        > 128 and < 160 and { } signal => $" by signal {signal - 128}",
        { } code => $" with exit code {code}",
    };

    private static string FirstLine(string text, string fallback)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.IsEmpty ? fallback : line.ToString();
    }
}
