using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Diagnosis;

/// <summary>A session as diagnosis looks at it: the parts of the conversation that went wrong, in their order.</summary>
internal sealed class SessionParts
{
    private readonly List<SessionPart> _parts = [];

    private SessionParts(IEnumerable<SessionEvent> events, string? conversation, IReadOnlyList<long> shown)
    {
        var open = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var happened in events.Where(happened => happened.Parent == conversation))
        {
            switch (happened)
            {
                case MessageSpoken { Role: "assistant" } message when !string.IsNullOrWhiteSpace(message.Text):
                    _parts.Add(new SessionPart(happened.Sequence, null, "", message.Text));
                    break;
                case ToolCalled call:
                    open[call.Id] = _parts.Count;
                    _parts.Add(new SessionPart(happened.Sequence, ToolTaxonomy.Classify(call), call.Arguments, "")
                    {
                        Status = "running",
                    });
                    break;
                case ToolReturned result when open.Remove(result.Id, out var at):
                    var failed = result.IsError || result.ExitCode is not (null or 0);
                    _parts[at] =
                        _parts[at] with { Text = result.Text, IsError = failed, Status = failed ? "error" : "completed" };
                    break;
            }
        }
        ShownByGovernor = [.. _parts.Where(part => shown.Contains(part.Sequence))];
    }

    public IReadOnlyList<SessionPart> All => _parts;

    /// <summary>What the governor pointed at when it ended the session.</summary>
    public IReadOnlyList<SessionPart> ShownByGovernor { get; }

    public IReadOnlyList<SessionPart> Last10 => _parts[^Math.Min(10, _parts.Count)..];

    public IReadOnlyList<SessionPart> Tools => field ??= [.. _parts.Where(part => part.IsTool)];

    /// <summary>How often each kind of tool was called, most often first.</summary>
    public IReadOnlyList<ToolPattern> Patterns => field ??=
    [
        .. Tools.GroupBy(part => part.Kind)
            .Select(group => new ToolPattern(
                group.Key.Name(), group.Count(), group.Count(part => part.IsError), group.Last().Status))
            .OrderByDescending(pattern => pattern.Count),
    ];

    /// <param name="kill">The governor's: it says which conversation went in circles. Null: the main one counts.</param>
    public static SessionParts Of(IReadOnlyList<SessionEvent> events, GovernorSpoke? kill)
    {
        var shown = kill?.Evidence is [.., var last] ? events.FirstOrDefault(happened => happened.Sequence == last) : null;
        // What an agent still did after it was asked to end says nothing of why.
        return new SessionParts(
            kill is null ? events : events.Where(happened => !(happened.Time > kill.Time)), shown?.Parent, kill?.Evidence ?? []);
    }
}

/// <summary>How one kind of tool was used.</summary>
/// <param name="Tool">Its kind: read, search, edit, shell, test, …</param>
/// <param name="LastStatus">completed, error or running.</param>
internal sealed record ToolPattern(string Tool, int Count, int ErrorCount, string LastStatus);
