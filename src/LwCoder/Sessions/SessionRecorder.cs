using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>
/// The one way an event takes: stamped, freed of secrets, written down, counted. Everybody else sees only what comes
/// out of here.
/// </summary>
internal sealed class SessionRecorder(SessionLog log, Redactor redactor, TimeProvider time)
{
    private long _sequence;

    /// <summary>Goes on where an earlier recorder has ended.</summary>
    public void Resume(SessionEvent recorded)
    {
        _sequence = Math.Max(_sequence, recorded.Sequence);
        Summary.Observe(recorded);
    }

    public EventSummary Summary { get; } = new();

    public SessionEvent Record(SessionEvent sessionEvent)
    {
        var recorded = redactor.Redact(sessionEvent) with
        {
            Time = sessionEvent.Time ?? time.GetUtcNow(),
            Sequence = ++_sequence,
            Session = sessionEvent.Session ?? Summary.Session,
        };
        log.Write(recorded);
        Summary.Observe(recorded);
        return recorded;
    }
}
