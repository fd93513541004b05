using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Platform.Terminal;

namespace LwCoder.Sessions;

/// <summary>
/// `trace.md`: the conversation for people and for the judges, made of the events alone, so that it can be made again
/// from `session.jsonl`. Each subagent has a section of its own after the main conversation.
/// </summary>
internal sealed class TraceWriter
{
    private const int LongestMessage = 100_000;
    private const int LongestToolText = 20_000;

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true,
    };

    private readonly TraceSection _main = new();
    private readonly Dictionary<string, TraceSection> _subagents = [];
    private readonly Dictionary<string, string> _calls = [];
    private readonly EventSummary _summary = new();
    private DateTimeOffset? _start;

    /// <summary>The whole page.</summary>
    /// <param name="facts">More lines of metadata: plan, worktree, branch, outcome.</param>
    public static string Render(IEnumerable<SessionEvent> events, IEnumerable<(string Name, string Value)> facts)
    {
        var trace = new TraceWriter();
        // What was said in a terminal is recorded later than it happened. Equal times keep their order.
        foreach (var sessionEvent in events.OrderBy(happened => happened.Time ?? DateTimeOffset.MinValue))
        {
            trace.Add(sessionEvent);
        }
        return trace.Page(facts);
    }

    private void Add(SessionEvent sessionEvent)
    {
        _start ??= sessionEvent.Time;
        _summary.Observe(sessionEvent);
        var section = SectionOf(sessionEvent.Parent);
        switch (sessionEvent)
        {
            case MessageSpoken message:
                section.Speak(message.Role == "user" ? "User" : "Assistant", message.Id, message.Time);
                var text = LongText.Shorten(message.Text, LongestMessage);
                section.Add(message.Role == "thinking" ? "**Thinking:**\n" + TraceText.Fenced(text) : TraceText.Prose(text));
                break;
            case ToolCalled call:
                _calls[call.Id] = call.Arguments;
                section.Speak("Assistant", null, call.Time);
                section.Add($"**Tool: {TraceText.Word(call.Tool)}**\n{TraceText.Fenced(Indented(call.Arguments), "json")}");
                break;
            case ToolReturned result:
                section.Speak("User", null, result.Time);
                section.Add(
                    $"**Tool Result** (ID: {TraceText.Word(result.Id)}){Failure(result)}\n"
                    + TraceText.Fenced(LongText.Shorten(result.Text, LongestToolText)));
                break;
            case SessionError error:
                section.Speak("Assistant", null, error.Time);
                section.Add(
                    $"**Error** ({SessionEventLine.NameOf(error.Class)})\n"
                    + TraceText.Fenced(LongText.Shorten(error.Text, LongestToolText)));
                break;
            case GovernorSpoke governor:
                section.Speak("Assistant", null, governor.Time);
                section.Add(
                    $"**Error** (governor {(governor.IsKill ? "ended the session" : "warned")}, {governor.Detector})\n"
                    + TraceText.Fenced(governor.Text));
                break;
        }
    }

    private TraceSection SectionOf(string? parent)
    {
        if (parent is null)
        {
            return _main;
        }
        if (!_subagents.TryGetValue(parent, out var section))
        {
            _subagents[parent] = section = new TraceSection();
        }
        return section;
    }

    private string Page(IEnumerable<(string Name, string Value)> facts)
    {
        var page = new StringBuilder("# Conversation Trace\n\n## Session Metadata\n\n");
        foreach (var (name, value) in Metadata().Concat(facts))
        {
            page.Append(CultureInfo.InvariantCulture, $"- **{name}**: {TraceText.Line(value)}\n");
        }
        page.Append("\n## Main Conversation\n\n").Append(_main.Text);
        foreach (var (id, section) in _subagents)
        {
            page.Append(CultureInfo.InvariantCulture, $"## Subagent: {TraceText.Word(id)}\n\n");
            foreach (var (name, value) in Assignment(id))
            {
                page.Append(CultureInfo.InvariantCulture, $"- **{name}**: {TraceText.Line(value)}\n");
            }
            page.Append('\n').Append(section.Text);
        }
        return page.ToString();
    }

    private IEnumerable<(string Name, string Value)> Metadata()
    {
        yield return ("Session ID", _summary.Session ?? "unknown");
        if (_start is { } start)
        {
            yield return ("Timestamp", TraceSection.Stamp(start));
        }
        if (_summary.Started is { } agent)
        {
            yield return ("Tool", $"{agent.Tool} {agent.Version}");
            yield return ("Model", agent.Model ?? "unknown");
        }
        var usage = _summary.Usage;
        yield return ("Tokens", string.Create(
            CultureInfo.InvariantCulture, $"{usage.Input} in, {usage.Output} out, {usage.Cached} cached"));
        if (usage.Cost is { } cost)
        {
            yield return ("Cost", string.Create(
                CultureInfo.InvariantCulture, $"{cost:0.####} USD ({SessionEventLine.NameOf(usage.CostSource)})"));
        }
        yield return ("Result", _summary.Result is { } result ? SessionEventLine.NameOf(result.Status) : "none");
    }

    /// <summary>Which subagent it was and what for, from the call that started it.</summary>
    private IEnumerable<(string Name, string Value)> Assignment(string call)
    {
        using var arguments = _calls.TryGetValue(call, out var text) ? Parse(text) : null;
        foreach (var (name, field) in new[] { ("Name", "subagent_type"), ("Task", "description") })
        {
            if (arguments?.RootElement.Text(field) is { } value)
            {
                yield return (name, value);
            }
        }
    }

    private static string Failure(ToolReturned result) => (result.IsError, result.ExitCode) switch
    {
        (_, { } code) => string.Create(CultureInfo.InvariantCulture, $" exit code {code}"),
        (true, null) => " error",
        _ => "",
    };

    private static string Indented(string arguments)
    {
        if (arguments.Length > LongestToolText || Parse(arguments) is not { } document)
        {
            return LongText.Shorten(arguments, LongestToolText);
        }
        using (document)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Readable))
            {
                document.RootElement.WriteTo(writer);
            }
            return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
        }
    }

    private static JsonDocument? Parse(string arguments)
    {
        try
        {
            return JsonDocument.Parse(SurrogateEscapes.Repair(arguments));
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            // Arguments that were cut are shown as they are.
            return null;
        }
    }
}
