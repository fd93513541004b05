using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// The calls of a session that have returned, one trail for each conversation: what subagents do side by side is no pattern of
/// anybody. Lists of what is to be done are left out, since they change nothing and come in between. Not thread-safe.
/// </summary>
internal sealed class CallTrail(TimeProvider time)
{
    /// <summary>Enough for the longest pattern, as often as patience has it.</summary>
    private const int MostMarks = 512;

    private static readonly string[] WaitingTools =
        ["bashoutput", "taskoutput", "agentoutput", "wait", "writestdin", "monitor", "sleep", "getbackgroundoutput"];

    private readonly Dictionary<string, (ToolCalled Call, ToolUse Use, DateTimeOffset At)> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CallMark>> _trails = new(StringComparer.Ordinal);

    /// <summary>The last edit that went through, in whichever conversation.</summary>
    public long LastEdit { get; private set; }

    public void Observe(SessionEvent happened)
    {
        switch (happened)
        {
            case ToolCalled call:
                _open[call.Id] = (call, ToolTaxonomy.Classify(call), time.GetUtcNow());
                break;
            case ToolReturned result when _open.Remove(result.Id, out var open):
                Add(open.Call, open.Use, result, open.At);
                break;
        }
    }

    /// <summary>The conversation in which something returned last.</summary>
    public IReadOnlyList<CallMark> Latest { get; private set; } = [];

    private void Add(ToolCalled call, ToolUse use, ToolReturned result, DateTimeOffset at)
    {
        if (use.Kind == ToolKind.Plan)
        {
            return;
        }
        if (use.Kind == ToolKind.Edit && !result.IsError)
        {
            LastEdit = result.Sequence;
        }
        var conversation = call.Parent ?? "";
        if (!_trails.TryGetValue(conversation, out var trail))
        {
            _trails[conversation] = trail = [];
        }
        trail.Add(new CallMark(
            call.Sequence, use.Kind, call.Tool, CallHash.Of(use.Kind, call, result), at, IsWaiting(call.Tool, use)));
        if (trail.Count > MostMarks)
        {
            trail.RemoveRange(0, trail.Count - MostMarks);
        }
        Latest = trail;
    }

    private static bool IsWaiting(string tool, ToolUse use) =>
        WaitingTools.Contains(ToolNames.Plain(tool))
        || (use.Script?.Steps.Any(step => step.Program is "sleep" or "wait" or "watch") ?? false);
}
