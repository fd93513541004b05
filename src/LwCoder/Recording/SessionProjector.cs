using LwCoder.Agents.Events;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording;

/// <summary>
/// Turns the events of a session into rows, the same whether they come from a running agent, a record of ours or an agent's own
/// files, once or again: every row is named by the agent's ids. A subagent's events become a session of their own.
/// </summary>
internal sealed class SessionProjector(SessionFacts facts)
{
    /// <summary>Events before the first that names its session; more than a few of them is an agent that never will.</summary>
    private const int MostEarly = 32;

    private readonly Dictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Conversation> _callers = new(StringComparer.Ordinal);

    /// <summary>Answers to calls that started a subagent. Transcripts have the subagent's own words only after them.</summary>
    private readonly List<ToolReturned> _answers = [];
    private readonly List<SessionEvent> _early = [];
    private string? _session;

    public void Observe(SessionEvent happened, TelemetryBatch batch)
    {
        _session ??= happened.Session;
        if (_session is null && _early.Count < MostEarly)
        {
            _early.Add(happened);
            return;
        }
        Release(batch);
        Project(happened, batch);
    }

    /// <summary>The sums so far, of a session that goes on.</summary>
    public void Report(TelemetryBatch batch) => Write(batch, isOver: false);

    /// <summary>The sums, and calls that never returned. Nothing may come after.</summary>
    public void Finish(TelemetryBatch batch)
    {
        Release(batch);
        foreach (var answer in _answers)
        {
            TellChild(answer, batch);
        }
        foreach (var conversation in _conversations.Values)
        {
            conversation.CloseCalls(batch);
        }
        Write(batch, isOver: true);
    }

    /// <returns>False when the subagent is not known, or not yet.</returns>
    private bool TellChild(ToolReturned answer, TelemetryBatch batch)
    {
        var caller = _callers[answer.Id];
        if (!_conversations.TryGetValue(IdOf(caller.Root, answer.Id), out var child))
        {
            return false;
        }
        caller.ChildReturned(child, answer, batch);
        return true;
    }

    private void Release(TelemetryBatch batch)
    {
        _session ??= _early.Count > 0 ? facts.FallbackId : null;
        foreach (var happened in _early)
        {
            Project(happened, batch);
        }
        _early.Clear();
    }

    private void Project(SessionEvent happened, TelemetryBatch batch)
    {
        var session = happened.Session ?? _session ?? facts.FallbackId;
        var conversation = Find(session, happened.Parent);
        if (happened is ToolCalled call)
        {
            _callers[call.Id] = conversation;
        }
        conversation.Observe(happened, batch);
        if (happened is ToolReturned answer && conversation.IsSpawn(answer.Id) && !TellChild(answer, batch))
        {
            _answers.Add(answer);
        }
    }

    private Conversation Find(string session, string? parent)
    {
        var id = parent is null ? session : IdOf(session, parent);
        if (_conversations.TryGetValue(id, out var known))
        {
            return known;
        }
        Conversation conversation;
        if (parent is null)
        {
            conversation = new Conversation(id, id, facts, parent: null, call: null);
        }
        else
        {
            var isCalled = _callers.TryGetValue(parent, out var caller);
            caller ??= Find(session, null);
            conversation = new Conversation(id, session, facts, caller, isCalled ? parent : null);
        }
        _conversations.Add(id, conversation);
        return conversation;
    }

    private void Write(TelemetryBatch batch, bool isOver)
    {
        foreach (var conversation in _conversations.Values)
        {
            conversation.Write(batch, isOver);
        }
    }

    private static string IdOf(string session, string call) => $"{session}/{call}";
}
