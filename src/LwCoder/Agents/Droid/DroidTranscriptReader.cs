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
    private readonly DroidLoopGuard _guard = new();
    private string _lastWords = "";

    public IEnumerable<SessionEvent> Read(Transcript transcript)
    {
        using var settings = SettingsOf(transcript.File, out var lost);
        var model = settings?.RootElement.Text("model");
        yield return new SessionStarted("droid", null, model, null)
        {
            Session = transcript.Session,
            Workspace = new JsonLines(transcript.File).Read().Select(row => row.Text("cwd")).FirstOrDefault(),
            Time = new JsonLines(transcript.File).Read().Select(TimeOf).FirstOrDefault(time => time is not null),
        };
        var events = new List<SessionEvent>();
        foreach (var file in transcript.Subagents.Prepend(new SubagentTranscript(transcript.File, "", null)))
        {
            var parent = file.Id.Length == 0 ? null : file.Call ?? file.Id;
            var rows = new JsonLines(file.File);
            foreach (var row in rows.Read())
            {
                events.Clear();
                Read(row, events);
                foreach (var happened in events)
                {
                    yield return happened with { Time = TimeOf(row), Session = transcript.Session, Parent = parent };
                }
            }
            if (rows.Damage is { } damage)
            {
                yield return new RecordDamaged(file.File, damage);
            }
        }
        if (lost is not null)
        {
            yield return lost;
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
                events.Add(_guard.Stopped is { } stopped
                    ? new SessionResult(ResultStatus.Failed, stopped)
                    : new SessionResult(reason == "completed" ? ResultStatus.Success : ResultStatus.Failed, _lastWords));
                break;
        }
    }

    private void ReadMessage(string? id, JsonElement message, List<SessionEvent> events)
    {
        if (message.Text("visibility") == "user_only")
        {
            // droid's own words to the person: the model never sees them, and the stream does not have them.
            return;
        }
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
                    var called = new ToolCalled(call, tool, block.Field("input").AsObject());
                    events.Add(called);
                    _guard.Call(id, tool, called.Arguments);
                    break;
                case "tool_result" when block.Text("tool_use_id") is { } returned:
                    var result = TextOf(block.Field("content"));
                    var code = _shells.Remove(returned) ? DroidShell.ExitCodeIn(result) : null;
                    events.Add(new ToolReturned(returned, block.Flag("is_error"), code, result));
                    _guard.Return();
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
        _guard.Speak();
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

    /// <param name="lost">What is wrong with them: then nothing is known of the usage.</param>
    private static JsonDocument? SettingsOf(string transcript, out RecordDamaged? lost)
    {
        lost = null;
        var file = new FileInfo(DroidTranscripts.SettingsOf(transcript));
        if (file is not { Exists: true, LinkTarget: null })
        {
            return null;
        }
        var settings = file.Length is > 0 and < LargestSettings ? LenientJson.Parse(File.ReadAllBytes(file.FullName)) : null;
        if (settings is null)
        {
            // It is written anew all the time, and a kill can cut it.
            lost = new RecordDamaged(file.FullName, "there are no settings in it, and so no usage is known");
        }
        return settings;
    }

    private static DateTimeOffset? TimeOf(JsonElement row) => DateTimeOffset.TryParse(
        row.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
