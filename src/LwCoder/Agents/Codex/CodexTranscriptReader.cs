using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Codex;

/// <summary>
/// Reads one rollout of codex. What the model saw is in `response_item` rows; exit codes are there as text and, by newer
/// versions,
/// as numbers in `event_msg` rows that come first.
/// </summary>
internal sealed class CodexTranscriptReader
{
    private readonly HashSet<string> _counted = [];
    private readonly HashSet<string> _shells = [];
    private readonly Dictionary<string, int> _exitCodes = [];
    private bool _started;
    private bool _hasRecords;
    private JsonElement _meta;
    private string? _version;
    private string? _parent;

    public IEnumerable<SessionEvent> Read(Transcript transcript)
    {
        var events = new List<SessionEvent>();
        var rows = new JsonLines(transcript.File);
        foreach (var row in rows.Read())
        {
            events.Clear();
            Read(row.Text("type"), row.Field("payload"), events);
            foreach (var happened in events)
            {
                yield return happened with { Time = TimeOf(row), Session = transcript.Session };
            }
        }
        if (rows.Damage is { } damage)
        {
            yield return new RecordDamaged(transcript.File, damage);
        }
    }

    private void Read(string? type, JsonElement payload, List<SessionEvent> events)
    {
        switch (type)
        {
            case "session_meta" when payload.ValueKind == JsonValueKind.Object:
                _version ??= payload.Text("cli_version");
                _parent ??= ParentIn(payload);
                _meta = _meta.ValueKind == JsonValueKind.Undefined ? payload.Clone() : _meta;
                break;
            case "turn_context":
                Start(payload, events);
                break;
            case "response_item":
                Start(default, events);
                ReadItem(payload, events);
                break;
            case "event_msg":
                ReadEvent(payload, events);
                break;
            case "token_usage_record" when payload.Text("response_id") is { } id:
                _hasRecords = true;
                Count(id, payload.Field("usage"), events);
                break;
        }
    }

    /// <summary>The model is told with the first turn, after some words of codex's own.</summary>
    private void Start(JsonElement turn, List<SessionEvent> events)
    {
        if (_started || (turn.ValueKind == JsonValueKind.Undefined && _meta.ValueKind != JsonValueKind.Undefined))
        {
            return;
        }
        _started = true;
        events.Add(new SessionStarted("codex", _version, turn.Text("model"), turn.Text("approval_policy"))
        {
            Workspace = turn.Text("cwd") ?? _meta.Text("cwd"),
            ParentSession = _parent,
        });
    }

    private void ReadItem(JsonElement item, List<SessionEvent> events)
    {
        switch (item.Text("type"))
        {
            case "message" when item.Text("role") is "user" or "assistant":
                var text = TextOf(item.Field("content"));
                if (text.Length > 0 && !IsInjected(item, text))
                {
                    events.Add(new MessageSpoken(item.Text("id"), item.Text("role")!, text));
                }
                break;
            case "reasoning" when TextOf(item.Field("summary")) is { Length: > 0 } thought:
                events.Add(new MessageSpoken(item.Text("id"), "thinking", thought));
                break;
            case "function_call" or "custom_tool_call" or "local_shell_call"
                when (item.Text("call_id") ?? item.Text("id")) is { } call:
                var tool = item.Text("name") ?? "local_shell";
                if (ToolNames.IsShell(tool))
                {
                    _shells.Add(call);
                }
                events.Add(new ToolCalled(call, tool, ArgumentsOf(item)));
                break;
            case "function_call_output" or "custom_tool_call_output" or "local_shell_call_output"
                when item.Text("call_id") is { } answered:
                events.Add(Answer(answered, item.Field("output")));
                break;
            case "web_search_call" when item.Text("id") is { } search:
                events.Add(new ToolCalled(search, "web_search", item.Field("action").AsObject()));
                break;
        }
    }

    private void ReadEvent(JsonElement happened, List<SessionEvent> events)
    {
        switch (happened.Text("type"))
        {
            case "exec_command_end" when happened.Text("call_id") is { } call:
                NoteExit(call, happened);
                break;
            case "item_completed" when happened.Field("item") is var item && item.Text("type") == "CommandExecution"
                    && item.Text("id") is { } call:
                NoteExit(call, item);
                break;
            case "token_count" when !_hasRecords && happened.Field("info") is var info
                    && info.Field("total_token_usage").Whole("total_tokens") is { } total:
                Count(string.Create(CultureInfo.InvariantCulture, $"tokens-{total}"), info.Field("last_token_usage"), events);
                break;
            case "task_complete" or "turn_complete":
                events.Add(new SessionResult(ResultStatus.Success, happened.Text("last_agent_message") ?? ""));
                break;
            case "turn_aborted":
                events.Add(new SessionError(ErrorClass.Cancelled, happened.Text("reason") ?? "the turn was aborted"));
                break;
            case "error" or "stream_error" when happened.Text("message") is { } message:
                events.Add(new SessionError(ErrorClassifier.FromText(message), message));
                break;
        }
    }

    private void NoteExit(string call, JsonElement ended)
    {
        if (ended.Whole("exit_code") is >= int.MinValue and <= int.MaxValue and { } code)
        {
            _exitCodes[call] = (int)code;
        }
    }

    private ToolReturned Answer(string call, JsonElement output)
    {
        var text = output.AsText() ?? (output.ValueKind == JsonValueKind.Array ? TextOf(output) : output.Text("content")) ?? "";
        var code = _exitCodes.Remove(call, out var known) ? known : _shells.Contains(call) ? CodexShell.ExitCodeIn(text) : null;
        return new ToolReturned(
            call, code is not (null or 0) || output.Field("success").ValueKind == JsonValueKind.False, code, text);
    }

    private void Count(string id, JsonElement usage, List<SessionEvent> events)
    {
        if (usage.ValueKind != JsonValueKind.Object || !_counted.Add(id))
        {
            return;
        }
        long Number(string name) => Math.Clamp(usage.Whole(name) ?? 0, 0, int.MaxValue);
        var cached = Number("cached_input_tokens");
        events.Add(new UsageReported(
            id, Math.Max(0, Number("input_tokens") - cached), Number("output_tokens"), cached, null, CostSource.Unknown)
        {
            Reasoning = Number("reasoning_output_tokens"),
        });
    }

    /// <summary>What codex says in the user's name; newer versions mark what the user has said.</summary>
    private static bool IsInjected(JsonElement item, string text)
    {
        if (item.Text("role") != "user")
        {
            return false;
        }
        var kinds = item.Field("internal_chat_message_metadata_passthrough").Field("content_item_kinds");
        return kinds.ValueKind == JsonValueKind.Array
            ? kinds.Items().All(kind => kind.AsText()?.StartsWith("user", StringComparison.Ordinal) != true)
            : text.AsSpan().TrimStart() is var start && (start.StartsWith("<environment_context>")
                || start.StartsWith("<user_instructions>") || start.StartsWith("# AGENTS.md"));
    }

    /// <summary>Of a fork, and of a subagent by newer versions.</summary>
    private static string? ParentIn(JsonElement meta) =>
        meta.Text("parent_thread_id") ?? meta.Field("source").Field("subagent").Field("thread_spawn").Text("parent_thread_id");

    private static string ArgumentsOf(JsonElement item) => item.Text("arguments") is { } arguments ? arguments
        : item.Field("action").ValueKind == JsonValueKind.Object ? item.Field("action").GetRawText()
        : item.Field("input").ValueKind == JsonValueKind.String ? $$"""{"input":{{item.Field("input").GetRawText()}}}""" : "{}";

    private static string TextOf(JsonElement content) => content.AsText()
        ?? string.Join('\n', content.Items().Select(block => block.Text("text") ?? $"[{block.Text("type") ?? "unknown"}]"));

    private static DateTimeOffset? TimeOf(JsonElement row) => DateTimeOffset.TryParse(
        row.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
