namespace LwCoder.Sessions;

/// <summary>What became of a session; <see cref="SessionOutcomes.Name"/> is how it is written and shown.</summary>
internal enum SessionOutcome
{
    Completed,
    Failed,
    /// <summary>The agent says it is done, but nothing was changed.</summary>
    NoChanges,
    /// <summary>Silent for too long, or not done in time.</summary>
    AgentHung,
    /// <summary>The provider's rate, usage or credit limit.</summary>
    LimitReached,
    /// <summary>lw_coder's own governor ended it.</summary>
    GovernorKilled,
    /// <summary>It wanted to do what only a person may allow, and got nowhere without.</summary>
    NeedsPerson,
    LoginRequired,
    Cancelled,
    /// <summary>The agent never ran: the container or the program could not be started.</summary>
    SandboxFailed,
}

internal static class SessionOutcomes
{
    public static string Name(this SessionOutcome outcome) => outcome switch
    {
        SessionOutcome.Completed => "completed",
        SessionOutcome.Failed => "failed",
        SessionOutcome.NoChanges => "no_changes",
        SessionOutcome.AgentHung => "agent_hung",
        SessionOutcome.LimitReached => "limit_reached",
        SessionOutcome.GovernorKilled => "governor_killed",
        SessionOutcome.NeedsPerson => "needs_person",
        SessionOutcome.LoginRequired => "login_required",
        SessionOutcome.Cancelled => "cancelled",
        SessionOutcome.SandboxFailed => "sandbox_failed",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <returns>Null for a word that is none.</returns>
    public static SessionOutcome? Parse(string? name)
    {
        foreach (var outcome in Enum.GetValues<SessionOutcome>())
        {
            if (outcome.Name() == name)
            {
                return outcome;
            }
        }
        return null;
    }

    public static ExitCode ToExitCode(this SessionOutcome outcome) => outcome switch
    {
        SessionOutcome.Completed => ExitCode.Done,
        SessionOutcome.Failed or SessionOutcome.NoChanges or SessionOutcome.AgentHung => ExitCode.Failed,
        SessionOutcome.LimitReached or SessionOutcome.GovernorKilled => ExitCode.LimitReached,
        SessionOutcome.NeedsPerson => ExitCode.NeedsPerson,
        SessionOutcome.LoginRequired or SessionOutcome.SandboxFailed => ExitCode.Environment,
        SessionOutcome.Cancelled => ExitCode.Interrupted,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
