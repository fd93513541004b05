using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Droid;

/// <summary>
/// Reads one transcript of droid, see <see cref="DroidTranscripts"/>. What the session has used is not in it but in
/// `&lt;session&gt;.settings.json`, subagents included.
/// </summary>
internal sealed class DroidTranscriptReader
{
    private const int LargestSettings = 4 * 1024 * 1024;

    private readonly HashSet<string> _shells = [];
    private readonly HashSet<string> _rows = [];
    private string _lastWords = "";

    public IEnumerable<SessionEvent> Read(Transcript transcript)
    {
        using var settings = SettingsOf(transcript.File);
        var model = settings?.RootElement.Text("model");
        yield return new SessionStarted("droid", null, model, null)
        {
            Session = transcript.Session,
            Workspace = JsonLines.Read(transcript.File).Select(row => row.Text("cwd")).FirstOrDefault(),
            Time = JsonLines.Read(transcript.File).Select(TimeOf).FirstOrDefault(time => time is not null),
        };
        var events = new List<SessionEvent>();
        foreach (var file in transcript.Subagents.Prepend(new SubagentTranscript(transcript.File, "", null)))
        {
            var parent = file.Id.Length == 0 ? null : file.Call ?? file.Id;
            foreach (var row in JsonLines.Read(file.File))
            {
                events.Clear();
                Read(row, events);
                foreach (var happened in events)
                {
                    yield return happened with { Time = TimeOf(row), Session = transcript.Session, Parent = parent };
                }
            }
        }
        if (settings is not null && UsageIn(settings.RootElement) is { } usage)
        {
            yield return usage with { Session = transcript.Session };
        }
    }

    private void Read(JsonElement row, List<SessionEvent> events)
    {
        switch (row.Text("type"))
        {
            case "message" when row.Text("id") is not { } id || (!IsInjected(id) && _rows.Add(id)):
                ReadMessage(row.Text("id"), row.Field("message"), events);
                break;
            case "agent_turn_outcome" when row.Text("reason") is { } reason:
                events.Add(new SessionResult(reason == "completed" ? ResultStatus.Success : ResultStatus.Failed, _lastWords));
                break;
        }
    }

    private void ReadMessage(string? id, JsonElement message, List<SessionEvent> events)
    {
        var role = message.Text("role") == "user" ? "user" : "assistant";
        if (message.Field("content").AsText() is { } whole)
        {
            Speak(id, role, whole, events);
        }
        foreach (var block in message.Field("content").Items())
        {
            switch (block.Text("type"))
            {
                case "text" when block.Text("text") is { } text:
                    Speak(id, role, text, events);
                    break;
                case "thinking" when block.Text("thinking") is { Length: > 0 } thought:
                    events.Add(new MessageSpoken(id, "thinking", thought));
                    break;
                case "tool_use" when block.Text("id") is { } call:
                    var tool = block.Text("name") ?? "unknown";
                    if (tool == DroidShell.Tool)
                    {
                        _shells.Add(call);
                    }
                    events.Add(new ToolCalled(call, tool, block.Field("input").AsObject()));
                    break;
                case "tool_result" when block.Text("tool_use_id") is { } called:
                    var result = TextOf(block.Field("content"));
                    var code = _shells.Remove(called) ? DroidShell.ExitCodeIn(result) : null;
                    events.Add(new ToolReturned(called, block.Flag("is_error"), code, result));
                    break;
            }
        }
    }

    private void Speak(string? id, string role, string text, List<SessionEvent> events)
    {
        // Reminders come in the user's name, too.
        if (role == "user" && text.AsSpan().TrimStart().StartsWith("<system-reminder>", StringComparison.Ordinal))
        {
            return;
        }
        _lastWords = role == "assistant" ? text : _lastWords;
        events.Add(new MessageSpoken(id, role, text));
    }

    /// <summary>What droid tells the model about its surroundings before the first prompt.</summary>
    private static bool IsInjected(string id) => id.StartsWith("context-", StringComparison.Ordinal);

    private static string TextOf(JsonElement content) => content.AsText()
        ?? string.Join('\n', content.Items().Select(block => block.Text("text") ?? $"[{block.Text("type") ?? "unknown"}]"));

    private static UsageReported? UsageIn(JsonElement settings)
    {
        var used = settings.Field("inclusiveTokenUsage");
        used = used.ValueKind == JsonValueKind.Object ? used : settings.Field("tokenUsage");
        long Count(string name) => Math.Clamp(used.Whole(name) ?? 0, 0, int.MaxValue);
        return used.ValueKind != JsonValueKind.Object ? null : new UsageReported(
            null, Count("inputTokens") + Count("cacheCreationTokens"), Count("outputTokens"), Count("cacheReadTokens"),
            null, CostSource.Unknown)
        {
            Reasoning = Count("thinkingTokens"),
        };
    }

    private static JsonDocument? SettingsOf(string transcript)
    {
        var file = new FileInfo(Path.ChangeExtension(transcript, ".settings.json"));
        if (file is not { Exists: true, LinkTarget: null, Length: > 0 and < LargestSettings })
        {
            return null;
        }
        try
        {
            return JsonDocument.Parse(SurrogateEscapes.Repair(File.ReadAllText(file.FullName)));
        }
        catch (JsonException)
        {
            // It is written anew all the time, and a kill can cut it. Then nothing is known of the usage.
            return null;
        }
    }

    private static DateTimeOffset? TimeOf(JsonElement row) => DateTimeOffset.TryParse(
        row.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
