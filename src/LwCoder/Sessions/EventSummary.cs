using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>What the events of a session amount to so far. Not thread-safe.</summary>
internal sealed class EventSummary
{
    /// <summary>Open calls with the call of the subagent they belong to.</summary>
    private readonly Dictionary<string, string?> _openCalls = [];
    private UsageReported _messages = new(null, 0, 0, 0, null, CostSource.Unknown);
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

    /// <summary>True while a tool works: a long build is silent and yet not idle.</summary>
    public bool HasOpenToolCall => _openCalls.Count > 0;

    /// <summary>The agent's own total once it gave one, else the sum of its messages.</summary>
    public UsageReported Usage => _whole ?? _messages;

    public void Observe(SessionEvent sessionEvent)
    {
        Session = sessionEvent.Session ?? Session;
        switch (sessionEvent)
        {
            case SessionStarted started:
                Started ??= started;
                break;
            case MessageSpoken { Role: not "user" }:
                Trouble = null;
                break;
            case ToolCalled call:
                Trouble = null;
                _openCalls[call.Id] = call.Parent;
                break;
            case ToolReturned returned:
                Close(returned.Id);
                break;
            case UsageReported { Id: null } whole:
                _whole = whole;
                break;
            case UsageReported message:
                _messages = _messages with
                {
                    Input = _messages.Input + message.Input,
                    Output = _messages.Output + message.Output,
                    Cached = _messages.Cached + message.Cached,
                };
                break;
            case SessionResult result:
                Result = result;
                _openCalls.Clear();
                break;
            case SessionError error:
                Trouble = error;
                Denials += error.Class == ErrorClass.Permission ? 1 : 0;
                break;
        }
    }

    /// <summary>A subagent that ends, or is ended, leaves no call of its own open.</summary>
    private void Close(string call)
    {
        _openCalls.Remove(call);
        foreach (var (inner, _) in _openCalls.Where(open => open.Value == call).ToList())
        {
            Close(inner);
        }
    }
}
