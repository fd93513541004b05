using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>Knows which deadline of a session comes next. Told of every line and event; asked from another thread.</summary>
internal sealed class SessionClock(SessionLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly OpenToolCalls _openCalls = new();
    private readonly long _started = time.GetTimestamp();
    private long _heard = time.GetTimestamp();
    private long? _result;

    /// <summary>Since when the provider has refused the login. No retry of the agent's will change that.</summary>
    private long? _refused;

    public void Heard()
    {
        lock (_lock)
        {
            _heard = time.GetTimestamp();
        }
    }

    public void Observe(SessionEvent happened)
    {
        lock (_lock)
        {
            _openCalls.Observe(happened);
            switch (happened)
            {
                case MessageSpoken { Role: not "user" } or ToolCalled:
                    _refused = null;
                    break;
                case SessionError { Class: ErrorClass.Login }:
                    _refused ??= time.GetTimestamp();
                    break;
                case SessionResult { Parent: null }:
                    _result ??= time.GetTimestamp();
                    break;
            }
        }
    }

    public (EndedBy By, TimeSpan Remaining) NextDeadline()
    {
        lock (_lock)
        {
            var session = (EndedBy.SessionTimeout, limits.Session - time.GetElapsedTime(_started));
            if ((_result ?? _refused) is { } over)
            {
                return Earlier(session, (EndedBy.Grace, limits.AfterResult - time.GetElapsedTime(over)));
            }
            return _openCalls.Any
                ? session
                : Earlier(session, (EndedBy.IdleTimeout, limits.Idle - time.GetElapsedTime(_heard)));
        }
    }

    private static (EndedBy, TimeSpan) Earlier((EndedBy, TimeSpan Left) a, (EndedBy, TimeSpan Left) b) =>
        a.Left <= b.Left ? a : b;
}
