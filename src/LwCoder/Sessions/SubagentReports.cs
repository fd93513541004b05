using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Sessions;

/// <param name="Name">The subagent's, as it was called by.</param>
internal sealed record SubagentReport(string Name, string Text);

/// <summary>What the subagents of a session answered, word for word, in the order they were called.</summary>
internal sealed class SubagentReports
{
    /// <summary>Claude Code puts a report between sentences of its own, and every line of it two blanks in.</summary>
    private const string HandedBack = "[Subagent hand-back]";
    private const string ReportFollows = "The report follows:\n";
    private const string ReportEnds = "\nagentId: ";

    private readonly List<(string Call, string Name)> _calls = [];
    private readonly Dictionary<string, string> _answers = [];
    private readonly Dictionary<string, (string? Message, string Text)> _lastWords = [];

    public static IReadOnlyList<SubagentReport> In(IEnumerable<SessionEvent> events)
    {
        var reports = new SubagentReports();
        foreach (var happened in events)
        {
            reports.Observe(happened);
        }
        return
        [
            .. from call in reports._calls
               let text = reports.TextOf(call.Call)
               where !string.IsNullOrWhiteSpace(text)
               select new SubagentReport(call.Name, text),
        ];
    }

    private void Observe(SessionEvent happened)
    {
        switch (happened)
        {
            case ToolCalled { Parent: null } call when ToolNames.KindOf(call.Tool) == ToolKind.Spawn:
                _calls.Add((call.Id, NameIn(call.Arguments)));
                break;
            case ToolReturned { IsError: false, Parent: null } answer:
                _answers[answer.Id] = answer.Text;
                break;
            case MessageSpoken { Role: "assistant", Parent: { } call } message:
                // Text that was interrupted by nothing but a block of another kind is one message still.
                _lastWords[call] = _lastWords.TryGetValue(call, out var last) && last.Message == message.Id
                    && message.Id is not null
                    ? (message.Id, $"{last.Text}\n\n{message.Text}")
                    : (message.Id, message.Text);
                break;
        }
    }

    /// <summary>
    /// The answer to the call, but where that is wrapped or only says that the subagent has begun: the subagent's last words.
    /// </summary>
    private string? TextOf(string call)
    {
        var answer = _answers.GetValueOrDefault(call);
        var isPlain = answer?.StartsWith(HandedBack, StringComparison.Ordinal) == false
            && !answer.StartsWith("Async agent launched", StringComparison.Ordinal);
        return isPlain ? WithoutFooter(answer!)
            : _lastWords.TryGetValue(call, out var said) ? said.Text
            : answer is null ? null : Unwrap(answer);
    }

    private static string Unwrap(string answer)
    {
        var start = answer.IndexOf(ReportFollows, StringComparison.Ordinal);
        var report = start < 0 ? answer : answer[(start + ReportFollows.Length)..];
        return string.Join('\n', WithoutFooter(report).Split('\n')
            .Select(line => line.StartsWith("  ", StringComparison.Ordinal) ? line[2..] : line));
    }

    /// <summary>Without the id and the usage that Claude Code adds for the calling model.</summary>
    private static string WithoutFooter(string text) =>
        text.LastIndexOf(ReportEnds, StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;

    private static string NameIn(string arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(SurrogateEscapes.Repair(arguments));
            return json.RootElement.Text("subagent_type") ?? json.RootElement.Text("subagent") ?? "subagent";
        }
        catch (Exception cut) when (cut is JsonException or ArgumentException)
        {
            return "subagent";
        }
    }
}
