using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>
/// Reads `claude -p --output-format stream-json`. A message comes in several lines, one content block each, that
/// repeat its id and usage. An error of the provider comes as a made-up assistant message with an `error` field and
/// again in the result, whose `subtype` is "success" even then.
/// </summary>
internal sealed class ClaudeStreamReader : JsonLineReader
{
    private readonly ClaudeContent _content = new();
    private readonly HashSet<string> _counted = [];
    private readonly HashSet<string> _denied = [];
    private string? _session;
    private string? _lastError;
    private CostSource _costSource = CostSource.Imputed;

    protected override void Read(JsonElement line, List<SessionEvent> events)
    {
        var first = events.Count;
        switch (line.Text("type"))
        {
            case "system":
                ReadSystem(line, events);
                break;
            case "assistant":
                ReadAssistant(line, events);
                break;
            case "user":
                _content.ReadUser(line.Field("message"), events);
                break;
            case "rate_limit_event" when line.Field("rate_limit_info").Text("status") == "rejected":
                events.Add(new SessionError(ErrorClass.Limit, "the usage limit of this account is reached"));
                break;
            case "result":
                ReadResult(line, events);
                break;
        }
        Stamp(line, events, first);
    }

    private void ReadSystem(JsonElement line, List<SessionEvent> events)
    {
        switch (line.Text("subtype"))
        {
            case "init" when line.Text("session_id") != _session:
                _session = line.Text("session_id");
                _costSource = line.Text("apiKeySource") is null or "none" ? CostSource.Imputed : CostSource.Billed;
                events.Add(new SessionStarted(
                    "claude-code", line.Text("claude_code_version"), line.Text("model"), line.Text("permissionMode")));
                break;
            case "api_retry":
                var error = line.Text("error") ?? "unknown";
                var status = line.Whole("error_status");
                events.Add(new SessionError(
                    ClaudeErrors.Classify(error, status) ?? ErrorClass.Provider,
                    $"{error} (status {status?.ToString(CultureInfo.InvariantCulture) ?? "none"}), "
                    + $"retry {line.Whole("attempt") ?? 0} of {line.Whole("max_retries") ?? 0}"));
                break;
            case "permission_denied":
                Deny(line, line.Text("message"), events);
                break;
        }
    }

    private void ReadAssistant(JsonElement line, List<SessionEvent> events)
    {
        var message = line.Field("message");
        if (line.Text("error") is { } error)
        {
            var text = ClaudeContent.TextOf(message.Field("content"));
            var known = ClaudeErrors.Classify(error, line.Whole("api_error_status"), line.Text("api_error"));
            Fail(known ?? ErrorClass.Provider, text, events);
            return;
        }
        _lastError = null;
        _content.ReadAssistant(message, events);
        var id = message.Text("id");
        if (id is not null && message.Field("usage").ValueKind == JsonValueKind.Object && _counted.Add(id))
        {
            // What it costs is said at the end; who pays, and so whether it costs anybody anything, is known now.
            events.Add(ClaudeUsage.OfMessage(id, message.Field("usage")) with { CostSource = _costSource });
        }
    }

    private void ReadResult(JsonElement line, List<SessionEvent> events)
    {
        events.Add(ClaudeUsage.OfSession(line, _costSource));
        foreach (var denial in line.Field("permission_denials").Items())
        {
            Deny(denial, $"{denial.Text("tool_name") ?? "a tool"} was not allowed", events);
        }
        var errors = string.Join('\n', line.Field("errors").Items().Select(item => item.AsText()).OfType<string>());
        var text = line.Text("result") ?? errors;
        var subtype = line.Text("subtype");
        if (!line.Flag("is_error") && subtype == "success")
        {
            events.Add(new SessionResult(ResultStatus.Success, text));
            return;
        }
        var known = subtype == "error_max_budget_usd" ? ErrorClass.Limit
            : ClaudeErrors.Classify(line.Text("api_error_type"), line.Whole("api_error_status"), line.Text("api_error"));
        Fail(known ?? ErrorClass.Other, text.Length > 0 ? text : subtype ?? "unknown error", events);
        events.Add(new SessionResult(ResultStatus.Failed, text));
    }

    private void Deny(JsonElement denial, string? message, List<SessionEvent> events)
    {
        if (_denied.Add(denial.Text("tool_use_id") ?? ""))
        {
            events.Add(new SessionError(ErrorClass.Permission, message ?? "a tool was not allowed"));
        }
    }

    /// <summary>The message and the result tell of the same failure; it is reported once.</summary>
    private void Fail(ErrorClass known, string text, List<SessionEvent> events)
    {
        if (text != _lastError)
        {
            events.Add(new SessionError(known, text));
        }
        _lastError = text;
    }

    private static void Stamp(JsonElement line, List<SessionEvent> events, int first)
    {
        DateTimeOffset? time = DateTimeOffset.TryParse(
            line.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stamp) ? stamp : null;
        for (var i = first; i < events.Count; i++)
        {
            events[i] = events[i] with
            {
                Time = time, Session = line.Text("session_id"), Parent = line.Text("parent_tool_use_id"),
            };
        }
    }
}
