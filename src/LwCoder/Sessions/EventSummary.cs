using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>What the events of a session amount to so far. Not thread-safe.</summary>
internal sealed class EventSummary
{
    private static readonly UsageReported Nothing = new(null, 0, 0, 0, null, CostSource.Unknown);

    /// <summary>Of the messages since the last total.</summary>
    private UsageReported _messages = Nothing;
    private bool _hasMessages;
    private UsageReported? _whole;

    /// <summary>What the agent said of itself: version, model, mode; null before its first event.</summary>
    public SessionStarted? Started { get; private set; }

    /// <summary>The agent's session id, needed to resume.</summary>
    public string? Session { get; private set; }

    public SessionResult? Result { get; private set; }

    /// <summary>
    /// The last error nothing good has come after. A word or a call from the model proves that the provider answers
    /// again, so a limit that was waited out does not count.
    /// </summary>
    public SessionError? Trouble { get; private set; }

    /// <summary>What the agent was not allowed to do.</summary>
    public int Denials { get; private set; }

    /// <summary>The agent's own total once it gave one, and the messages since then.</summary>
    public UsageReported Usage => _whole is null ? _messages : _whole with
    {
        Input = _whole.Input + _messages.Input,
        Output = _whole.Output + _messages.Output,
        Cached = _whole.Cached + _messages.Cached,
        Cost = _whole.Cost + (_messages.Cost ?? 0),
    };

    /// <summary>When the agent last gave a total; messages before it are counted.</summary>
    public DateTimeOffset? CountedUntil => _whole?.Time;

    /// <summary>Of a session that is over.</summary>
    public static EventSummary Of(IEnumerable<SessionEvent> events)
    {
        var summary = new EventSummary();
        foreach (var happened in events)
        {
            summary.Observe(happened);
        }
        return summary;
    }

    public void Observe(SessionEvent sessionEvent)
    {
        Session = sessionEvent.Session ?? Session;
        switch (sessionEvent)
        {
            case SessionStarted started:
                Started ??= started;
                break;
            case MessageSpoken { Role: not "user" } or ToolCalled:
                Trouble = null;
                break;
            case UsageReported { Id: null } whole:
                _whole = whole;
                (_messages, _hasMessages) = (Nothing, false);
                break;
            case UsageReported message:
                _messages = _messages with
                {
                    Input = _messages.Input + message.Input,
                    Output = _messages.Output + message.Output,
                    Cached = _messages.Cached + message.Cached,
                    // Known only while it is known of every one.
                    Cost = _hasMessages ? _messages.Cost + message.Cost : message.Cost,
                    // Who pays may be known before anybody tells how much.
                    CostSource = _hasMessages && _messages.CostSource != message.CostSource
                        ? CostSource.Unknown : message.CostSource,
                };
                _hasMessages = true;
                break;
            case SessionResult result:
                Result = result;
                break;
            case SessionError error:
                Trouble = error;
                Denials += error.Class == ErrorClass.Permission ? 1 : 0;
                break;
        }
    }
}
