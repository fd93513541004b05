using LwCoder.Agents.Events;
using LwCoder.Sessions;

namespace LwCoder.Diagnosis;

/// <summary>
/// Ends of a session that are nobody's fault in the conversation: the provider, the login, the sandbox, a person. They are told
/// apart first, since whatever the conversation looks like then, no other prompt would have helped.
/// </summary>
internal static class Infrastructure
{
    /// <returns>Null when the session itself is to be looked at.</returns>
    public static Finding? Find(EndedSession session) => session.Outcome switch
    {
        SessionOutcome.LoginRequired => Found(
            FailureCategory.LoginRequired, session, "the agent's login was refused or is missing",
            "Log in again, then start anew."),
        SessionOutcome.NeedsPerson => Found(
            FailureCategory.NeedsPerson, session, "the agent wanted to do what only a person may allow",
            "Run it in a terminal, or in a sandbox that contains it."),
        SessionOutcome.Cancelled => Found(
            FailureCategory.Cancelled, session, "somebody interrupted it", "Start it again when you like."),
        SessionOutcome.SandboxFailed => Found(
            FailureCategory.SandboxFailed, session, "the agent could not be started", "See 'lw_coder doctor'."),
        SessionOutcome.Completed or SessionOutcome.NoChanges => null,
        // An agent that was ended while it retried for ever.
        _ when session.Trouble is { Class: ErrorClass.Provider } => Found(
            FailureCategory.ProviderFailed, session, "the provider of the model failed", "Try again later."),
        _ when session.Trouble is { Class: ErrorClass.Limit } => Found(
            FailureCategory.LimitReached, session, "a limit of the provider was reached", "Wait for the limit to pass."),
        SessionOutcome.Failed when session is { HasResult: false, Trouble: null, ExitCode: not (null or 0) } => Found(
            FailureCategory.AgentCrashed, session, $"the agent's program ended with exit code {session.ExitCode}",
            "See the agent's own output: 'lw_coder runs logs --raw'."),
        _ => null,
    };

    private static Finding Found(FailureCategory category, EndedSession session, string summary, string action) => new(
        category, 1, summary, action,
        session.Trouble is { } trouble
            ? [new Evidence(
                $"the last error ({SessionEventLine.NameOf(trouble.Class)})", 1, [trouble.Sequence], Evidence.Cut(trouble.Text))]
            : []);
}
