using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// The trails of a session's conversations: what subagents do side by side is no pattern of anybody. Not thread-safe.
/// </summary>
internal sealed class CallTrails(GovernorLimits limits, TimeProvider time)
{
    /// <summary>More calls than anybody has open at a time.</summary>
    private const int MostOpen = 1000;

    private readonly Dictionary<string, Open> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CallTrail> _trails = new(StringComparer.Ordinal);

    /// <summary>That in which something returned last; null when what returned belongs to none.</summary>
    public CallTrail? Latest { get; private set; }

    /// <summary>What is remembered: calls that have not returned, and conversations.</summary>
    public int Held => _open.Count + _trails.Count;

    public void Observe(SessionEvent happened)
    {
        switch (happened)
        {
            case ToolCalled call:
                if (_open.Count >= MostOpen)
                {
                    _open.Clear();
                }
                var use = ToolTaxonomy.Classify(call);
                _open[call.Id] = new Open(call.Sequence, call.Parent ?? "", use, CallHash.OfCall(use, call), time.GetUtcNow());
                break;
            case ToolReturned result:
                Latest = _open.Remove(result.Id, out var open) ? Add(open, result) : null;
                Forget(result.Id);
                break;
        }
    }

    /// <summary>
    /// A list of what is to be done changes nothing and comes in between, so it is no part of a pattern of other calls; one that is
    /// written over and over and nothing else is a pattern of its own.
    /// </summary>
    private CallTrail Add(Open call, ToolReturned result)
    {
        var lists = Lists(call.Conversation);
        if (call.Use.Kind != ToolKind.Plan)
        {
            _trails.Remove(lists);
        }
        var conversation = call.Use.Kind == ToolKind.Plan ? lists : call.Conversation;
        if (!_trails.TryGetValue(conversation, out var trail))
        {
            _trails[conversation] = trail = new CallTrail(limits);
        }
        var patience = Patience.With(call.Use);
        trail.Add(new CallMark(
            call.Sequence, call.Use.Name, CallHash.Of(call.Hash, call.Use, result, patience), call.At, patience));
        return trail;
    }

    /// <summary>A subagent that has returned makes no more calls.</summary>
    private void Forget(string conversation)
    {
        _trails.Remove(conversation);
        _trails.Remove(Lists(conversation));
    }

    private static string Lists(string conversation) => $"{conversation} lists";

    private sealed record Open(long Sequence, string Conversation, ToolUse Use, string Hash, DateTimeOffset At);
}
