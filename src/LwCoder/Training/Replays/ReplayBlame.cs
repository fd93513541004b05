using LwCoder.Agents.Events;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Training.Replays;

/// <summary>
/// Whether a session's end says something of its prompts. A provider that is down, a login that has run out or an image that
/// does not build would be counted against whoever is replayed at that time.
/// </summary>
internal static class ReplayBlame
{
    public static bool IsThePrompts(RunDirectory run, RunManifest manifest) => OutcomeOf(manifest) switch
    {
        SessionOutcome.Completed or SessionOutcome.NoChanges or SessionOutcome.AgentHung or SessionOutcome.GovernorKilled => true,
        SessionOutcome.Failed => TroubleOf(run) is not { Class: ErrorClass.Provider or ErrorClass.Model },
        // An agent that goes around in circles reaches the limits that lw_coder itself sets.
        SessionOutcome.LimitReached => TroubleOf(run) is { Class: ErrorClass.Budget },
        _ => false,
    };

    private static SessionOutcome? OutcomeOf(RunManifest manifest) =>
        Enum.GetValues<SessionOutcome>().Where(outcome => outcome.Name() == manifest.Outcome)
            .Cast<SessionOutcome?>().FirstOrDefault();

    private static SessionError? TroubleOf(RunDirectory run)
    {
        var summary = new EventSummary();
        foreach (var happened in File.Exists(run.SessionFile) ? SessionLog.Read(run.SessionFile) : [])
        {
            summary.Observe(happened);
        }
        return summary.Trouble;
    }
}
