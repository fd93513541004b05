using LwCoder.Agents.Events;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Diagnosis;

/// <summary>A session that is over: its events, and how lw_coder saw it end where it was there.</summary>
/// <param name="ExitCode">Of the agent's program; null when it is not known.</param>
internal sealed record EndedSession(IReadOnlyList<SessionEvent> Events, SessionOutcome Outcome, int? ExitCode)
{
    /// <summary>lw_coder was there. Otherwise a good end is only what the agent claims.</summary>
    public bool IsSeen { get; init; } = true;

    /// <summary>The files that are not as they were before the run, as far as that is known.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Null when that is not known.</summary>
    public EndedBy? By { get; init; }

    /// <summary>Why it ended as lw_coder tells it; null when it was not there.</summary>
    public string? Reason { get; init; }

    private EventSummary Summary => field ??= EventSummary.Of(Events);

    public string Id => Summary.Session ?? "unknown";

    /// <summary>The last error nothing good has come after.</summary>
    public SessionError? Trouble => Summary.Trouble;

    public bool HasResult => Summary.Result is not null;

    /// <summary>What was said last of how it ended: an error, the agent's result, or what lw_coder saw.</summary>
    public IReadOnlyList<Evidence> LastWords =>
        By != EndedBy.Lost && Trouble is { } trouble
            ? [new Evidence(
                $"the last error ({SessionEventLine.NameOf(trouble.Class)})", 1, [trouble.Sequence], Evidence.Cut(trouble.Text))]
        : By != EndedBy.Lost && Summary.Result is { Text.Length: > 0 } result
            ? [new Evidence(
                $"the agent's last word ({SessionEventLine.NameOf(result.Status)})", 1, [result.Sequence],
                Evidence.Cut(result.Text))]
        : Reason is { } reason ? [new Evidence("what lw_coder saw", 1, [], Evidence.Cut(reason))]
        : [];

    public string? Tool => Summary.Started?.Tool;

    public string? Model => Summary.Started?.Model;

    /// <summary>Null when the governor did not end it.</summary>
    public GovernorSpoke? Kill => Events.OfType<GovernorSpoke>().LastOrDefault(said => said.IsKill) ?? KillOnRecord;

    /// <summary>As the run tells it, whose events may have been lost since.</summary>
    private GovernorSpoke? KillOnRecord { get; init; }

    /// <summary>Of a run whose events and manifest are there; a run that never came to a session has no events.</summary>
    /// <exception cref="UserError">It goes on.</exception>
    public static EndedSession Of(RunDirectory run)
    {
        var manifest = run.ReadManifest();
        var isLost = KilledRuns.IsLost(manifest);
        if (manifest.State != RunState.Finished && !isLost)
        {
            throw new UserError(
                $"the run {run.Id} is not finished", "wait for it, or see how far it is with 'lw_coder runs show'");
        }
        return new EndedSession(
            File.Exists(run.SessionFile) ? [.. SessionLog.Read(run.SessionFile)] : [],
            SessionOutcomes.Parse(manifest.Outcome) ?? SessionOutcome.Failed,
            manifest.AgentExitCode)
        {
            Changed = ChangedBy(run, manifest),
            By = isLost ? EndedBy.Lost : EndedByWords.Parse(manifest.EndedBy),
            Reason = isLost ? $"its process {manifest.Owner} is gone" : manifest.Reason,
            KillOnRecord = manifest.KilledBy is { } detector
                ? new GovernorSpoke(detector, IsKill: true, manifest.Reason ?? "", [])
                : null,
        };
    }

    /// <summary>Of events alone, of whatever origin: how it ended is what they say of it.</summary>
    public static EndedSession Of(IReadOnlyList<SessionEvent> events)
    {
        var summary = EventSummary.Of(events);
        var isKilled = events.OfType<GovernorSpoke>().Any(said => said.IsKill);
        // Whether it changed anything is not in the events.
        var end = new SessionEnd(isKilled ? EndedBy.Governor : EndedBy.Itself, ExitCode: null, Changed: true);
        return new EndedSession(events, OutcomeClassifier.Classify(summary, end).Outcome, null) { IsSeen = false, By = end.By };
    }

    /// <summary>A recovery finds the changes of the run before, which are not its own.</summary>
    private static IReadOnlyList<string> ChangedBy(RunDirectory run, RunManifest manifest)
    {
        var before = manifest.RecoveryOf?.Run.Split('/')[^1] is { } stamp && RunId.IsStamp(stamp)
            ? new RunDirectory(
                new RunId(run.Id.PlanId, stamp), Path.Combine(Path.GetDirectoryName(run.Path)!, stamp)).ReadChangedFiles()
            : [];
        return [.. run.ReadChangedFiles().Except(before)];
    }
}
