using LwCoder.Agents.Events;
using LwCoder.Sessions;
using LwCoder.Sessions.Governing;

namespace LwCoder.Diagnosis;

/// <summary>
/// Ends of a session that are nobody's fault in the conversation: the provider, the login, the sandbox, a person.
/// </summary>
internal static class Infrastructure
{
    private const string LookAtOutput =
        "See what is wrong with the agent's installation, 'lw_coder doctor', and its own output, 'lw_coder runs logs --raw'.";

    /// <summary>Told apart first: whatever the conversation looks like then, no other prompt would have helped.</summary>
    /// <returns>Null when the session itself is to be looked at.</returns>
    public static Finding? Find(EndedSession session) => session switch
    {
        { By: EndedBy.Lost } => Found(
            FailureCategory.LwCoderStopped, session, "lw_coder was stopped before the end of the session",
            "Start it again; it goes on from the work that is there."),
        { By: EndedBy.NotConfigured } => Found(
            FailureCategory.ModelUnavailable, session, "no model is configured for the agent", "See 'lw_coder doctor'."),
        { Outcome: SessionOutcome.Completed or SessionOutcome.NoChanges } => null,
        { Outcome: SessionOutcome.Cancelled } or { Trouble.Class: ErrorClass.Cancelled } => Found(
            FailureCategory.Cancelled, session, "somebody interrupted it", "Start it again when you like."),
        { Outcome: SessionOutcome.NeedsPerson } => Found(
            FailureCategory.NeedsPerson, session, "the agent wanted to do what only a person may allow",
            "Run it in a terminal, or in a sandbox that contains it."),
        { Outcome: SessionOutcome.SandboxFailed } => Found(
            FailureCategory.SandboxFailed, session, "the agent could not be started", "See 'lw_coder doctor'."),
        // Errors also of an agent that was ended while it retried for ever.
        { Outcome: SessionOutcome.LoginRequired } or { Trouble.Class: ErrorClass.Login } => Found(
            FailureCategory.LoginRequired, session, "the agent's login was refused or is missing",
            "Log in again or correct the key, then start anew."),
        { Trouble.Class: ErrorClass.Provider } => Found(
            FailureCategory.ProviderFailed, session, "the provider of the model failed", "Try again later."),
        { Trouble.Class: ErrorClass.Limit } => Found(
            FailureCategory.LimitReached, session, "a limit of the provider was reached",
            "Wait until it is lifted, or lift it: what it said names the limit."),
        { Trouble.Class: ErrorClass.Model } => Found(
            FailureCategory.ModelUnavailable, session, "the model that was asked for is not there, or not for this account",
            "Name a model that the provider has, with --model or in the settings."),
        { Outcome: SessionOutcome.Failed, HasResult: false, Trouble: null, ExitCode: not (null or 0) } => Found(
            FailureCategory.AgentCrashed, session, $"the agent's program ended with exit code {session.ExitCode}",
            LookAtOutput),
        _ => null,
    };

    /// <summary>Ends that say nothing of the conversation, for sessions that no rule has anything to say of.</summary>
    /// <returns>Null when there is nothing but a guess.</returns>
    public static Finding? FindWhereNoRuleApplies(EndedSession session) => session switch
    {
        { Kill: { } kill } when BudgetDetectors.SettingOf(kill.Detector) is { } setting => Found(
            FailureCategory.BudgetUsedUp, session, KillFacts.Of(kill)!.Words,
            $"Raise {setting} of [governor], or cut the plan into smaller ones."),
        { By: EndedBy.SessionTimeout } => Found(
            FailureCategory.BudgetUsedUp, session, "the time that sessions may take was used up",
            "Raise session_timeout, or cut the plan into smaller ones."),
        { Trouble.Class: ErrorClass.Budget } => Found(
            FailureCategory.BudgetUsedUp, session, "a limit of its own was reached",
            "Raise the limit it names, or cut the plan into smaller ones."),
        { By: EndedBy.IdleTimeout } => Found(
            FailureCategory.AgentHung, session, "the agent was silent for longer than idle_timeout",
            "Start it again; raise idle_timeout if it only needs longer."),
        { Kill.Detector: StallWatch.Detector } => Found(
            FailureCategory.AgentHung, session, "the agent was alive, but neither said nor did anything", "Start it again."),
        { Trouble.Class: ErrorClass.Other } => Found(
            FailureCategory.AgentCrashed, session, "the agent reports an error of its own",
            LookAtOutput),
        { Outcome: SessionOutcome.Failed, HasResult: false, ExitCode: 0 } => Found(
            FailureCategory.AgentCrashed, session, "the agent's program ended before the agent said that it was done",
            LookAtOutput),
        _ => null,
    };

    private static Finding Found(FailureCategory category, EndedSession session, string summary, string action) =>
        new(category, 1, summary, action, session.LastWords);
}
