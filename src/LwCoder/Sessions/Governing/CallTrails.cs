using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// The trails of a session's conversations: what subagents do side by side is no pattern of anybody. Not thread-safe.
/// </summary>
internal sealed class CallTrails(GovernorLimits limits, TimeProvider time)
{
    private readonly Dictionary<string, Call> _open = new(StringComparer.Ordinal);

    /// <summary>
    /// For each conversation the calls that were made together last, as they were made, without those that are looked at.
    /// </summary>
    private readonly Dictionary<string, Queue<Call>> _turns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CallTrail> _trails = new(StringComparer.Ordinal);

    /// <summary>That which something was added to last; null when what returned belongs to none.</summary>
    public CallTrail? Latest { get; private set; }

    /// <summary>What is remembered: calls that have not returned, and conversations.</summary>
    public int Held => _open.Count + _turns.Count + _trails.Count;

    public void Observe(SessionEvent happened)
    {
        switch (happened)
        {
            case ToolCalled call:
                Begin(call);
                break;
            case ToolReturned result when _open.Remove(result.Id, out var call):
                var mark = call.Return(result);
                if (call.IsLate)
                {
                    Latest = Add(call, mark);
                }
                else
                {
                    Release(_turns.GetValueOrDefault(call.Conversation), isOver: false);
                }
                Forget(result.Id);
                break;
            case ToolReturned result:
                Latest = null;
                Forget(result.Id);
                break;
        }
    }

    private void Begin(ToolCalled called)
    {
        if (_open.Count >= OpenToolCalls.Most)
        {
            _open.Clear();
        }
        var use = ToolTaxonomy.Classify(called);
        var call = new Call(called.Sequence, called.Parent ?? "", use, CallHash.OfCall(use, called), time.GetUtcNow());
        var turn = _turns.GetValueOrDefault(call.Conversation);
        if (turn is null || turn.Count is 0 or >= OpenToolCalls.Most || turn.Any(one => one.Mark is not null))
        {
            // Something has returned, so this is another turn. What the last one waits for is looked at when it comes, if at all.
            Release(turn, isOver: true);
            _turns[call.Conversation] = turn = new Queue<Call>();
        }
        turn.Enqueue(call);
        _open[called.Id] = call;
    }

    /// <summary>
    /// Calls that were made together return in any order, and are looked at in that in which they were made: else equal rounds
    /// would be no pattern.
    /// </summary>
    /// <param name="isOver">What has not returned is not waited for.</param>
    private void Release(Queue<Call>? turn, bool isOver)
    {
        while (turn is not null && turn.TryPeek(out var call) && (isOver || call.Mark is not null))
        {
            turn.Dequeue();
            call.IsLate = call.Mark is null;
            Latest = call.Mark is { } mark ? Add(call, mark) : Latest;
        }
    }

    /// <summary>
    /// A list of what is to be done changes nothing and comes in between, so it is no part of a pattern of other calls; one that
    /// is written over and over and nothing else is a pattern of its own.
    /// </summary>
    private CallTrail Add(Call call, CallMark mark)
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
        trail.Add(mark);
        return trail;
    }

    /// <summary>A subagent that has returned makes no more calls.</summary>
    private void Forget(string conversation)
    {
        _turns.Remove(conversation);
        _trails.Remove(conversation);
        _trails.Remove(Lists(conversation));
    }

    private static string Lists(string conversation) => $"{conversation} lists";

    private sealed class Call(long sequence, string conversation, ToolUse use, string hash, DateTimeOffset at)
    {
        public string Conversation => conversation;

        public ToolUse Use => use;

        /// <summary>Null until it has returned.</summary>
        public CallMark? Mark { get; private set; }

        /// <summary>Its turn was over before it returned.</summary>
        public bool IsLate { get; set; }

        public CallMark Return(ToolReturned result)
        {
            var patience = Patience.With(use);
            return Mark = new CallMark(sequence, use.Name, CallHash.Of(hash, use, result, patience), at, patience);
        }
    }
}
