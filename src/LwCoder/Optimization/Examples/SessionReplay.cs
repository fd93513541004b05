using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;
using LwCoder.Diagnosis;

namespace LwCoder.Optimization.Examples;

/// <summary>
/// Turns rows back into the events they were made from, as far as they go, so that rules see what they saw live.
/// </summary>
internal static class SessionReplay
{
    private const int LastMessages = 5;

    public static SessionExample Read(StoredSession session, string? recovers)
    {
        var events = Events(session);
        var parts = SessionParts.Of(events, kill: null);
        var facts = SessionFacts.Of(session);
        var (outcome, reason) = OutcomeRules.Label(facts);
        return new SessionExample
        {
            Id = session.Id,
            RootTask = session.RootTask,
            Tool = session.Tool,
            Facts = facts,
            Outcome = outcome,
            Reason = reason,
            Patterns = parts.Patterns,
            LastMessages =
                [.. parts.All.Where(part => part.Said.Length > 0).TakeLast(LastMessages).Select(part => Evidence.Cut(part.Said))],
            Finding = HeuristicEngine.Diagnose(parts, session.KilledBy),
            DiagnosedAs = session.DiagnosedAs,
            Recovers = recovers,
        };
    }

    /// <summary>The kind of a tool, where a row of an earlier version does not say it.</summary>
    public static string KindOf(string tool, string? arguments) => ToolTaxonomy.Classify(tool, arguments ?? "{}").Kind.Name();

    private static List<SessionEvent> Events(StoredSession session)
    {
        var messages = session.Messages.Where(message => message.Role == "assistant")
            .Select(message =>
                (message.At, message.Order, Events: (SessionEvent[])[new MessageSpoken(null, "assistant", message.Text)]));
        var calls = session.Calls.Select(call => (call.At, call.Order, Events: EventsOf(call)));
        return [.. messages.Concat(calls).OrderBy(one => one.At).ThenBy(one => one.Order).SelectMany(one => one.Events)
            .Select((happened, index) => happened with { Sequence = index + 1, Session = session.Id })];
    }

    private static SessionEvent[] EventsOf(StoredCall call)
    {
        var called = new ToolCalled(call.Id, call.Tool, call.Arguments.Length > 0 ? call.Arguments : "{}");
        return call.HasReturned || call.IsError
            ? [called, new ToolReturned(call.Id, call.IsError, call.ExitCode, call.Error)]
            : [called];
    }
}
