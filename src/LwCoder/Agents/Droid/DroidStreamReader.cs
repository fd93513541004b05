using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.Droid;

/// <summary>
/// Reads `droid exec -o stream-json`. It ends with a `completion`, or with an `error` whose source is `cli`; the error
/// of the provider comes before that, in words that begin with the HTTP status when there was one.
/// </summary>
internal sealed class DroidStreamReader : JsonLineReader
{
    private readonly HashSet<string> _shells = [];
    private readonly DroidLoopGuard _guard = new();
    private bool _started;
    private string? _lastError;

    protected override void Read(JsonElement line, List<SessionEvent> events)
    {
        var first = events.Count;
        switch (line.Text("type"))
        {
            case "system" when line.Text("subtype") == "init" && !_started:
                _started = true;
                events.Add(new SessionStarted("droid", null, line.Text("model"), null));
                break;
            case "message" when line.Text("text") is { } text:
                var role = line.Text("role") is "user" or "thinking" ? line.Text("role")! : "assistant";
                events.Add(new MessageSpoken(line.Text("id"), role, text));
                _guard.Speak();
                break;
            case "tool_call" when line.Text("id") is { } call:
                var tool = line.Text("toolName") ?? line.Text("toolId") ?? "unknown";
                if (tool == DroidShell.Tool)
                {
                    _shells.Add(call);
                }
                var called = new ToolCalled(call, tool, line.Field("parameters").AsObject());
                events.Add(called);
                _guard.Call(line.Text("messageId"), tool, called.Arguments);
                break;
            case "tool_result" when line.Text("id") is { } id:
                ReadToolResult(id, line, events);
                _guard.Return();
                break;
            case "completion":
                var usage = line.Field("usage");
                long Count(string name) => Math.Clamp(usage.Whole(name) ?? 0, 0, int.MaxValue);
                events.Add(new UsageReported(
                    null, Count("input_tokens") + Count("cache_creation_input_tokens"), Count("output_tokens"),
                    Count("cache_read_input_tokens"), null, CostSource.Unknown));
                events.Add(_guard.Stopped is { } stopped
                    ? new SessionResult(ResultStatus.Failed, stopped)
                    : new SessionResult(ResultStatus.Success, line.Text("finalText") ?? ""));
                break;
            case "error":
                ReadError(line, events);
                break;
        }
        Stamp(line, events, first);
    }

    private void ReadToolResult(string id, JsonElement line, List<SessionEvent> events)
    {
        var error = line.Field("error");
        var text = line.Text("value") ?? error.Text("message") ?? error.AsText() ?? RawOf(line.Field("value"));
        var code = _shells.Contains(id) ? DroidShell.ExitCodeIn(text) : null;
        events.Add(new ToolReturned(id, line.Flag("isError"), code, text));
    }

    private void ReadError(JsonElement line, List<SessionEvent> events)
    {
        var text = line.Text("message") ?? "unknown error";
        // "Exec failed" only says that what was reported before ended the session.
        if (text != "Exec failed" || _lastError is null)
        {
            events.Add(new SessionError(ErrorClassifier.FromText(text), text));
            _lastError = text;
        }
        if (line.Text("source") == "cli")
        {
            events.Add(new SessionResult(ResultStatus.Failed, _lastError));
        }
    }

    private static string RawOf(JsonElement value) => value.ValueKind is JsonValueKind.Undefined ? "" : value.GetRawText();

    private static void Stamp(JsonElement line, List<SessionEvent> events, int first)
    {
        // Within the range that DateTimeOffset can hold.
        DateTimeOffset? time = line.Whole("timestamp") is { } stamp and > 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(stamp)
            : null;
        for (var i = first; i < events.Count; i++)
        {
            events[i] = events[i] with { Time = time, Session = line.Text("session_id") };
        }
    }
}
