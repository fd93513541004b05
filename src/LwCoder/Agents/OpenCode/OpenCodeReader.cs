using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.OpenCode;

/// <summary>
/// Turns opencode's sessions, messages and parts into events. An export and the database hold the same JSON, the one nested and
/// the other in rows.
/// </summary>
internal sealed class OpenCodeReader(string session)
{
    private string _lastWords = "";
    private SessionResult? _end;

    /// <param name="info">The session's own fields.</param>
    /// <param name="answer">The fields of its first answer, which alone tells model and mode in some versions.</param>
    public SessionEvent Start(JsonElement info, JsonElement answer)
    {
        var model = info.Field("model");
        return new SessionStarted(
            "opencode", info.Text("version"),
            model.Text("id") ?? model.Text("modelID") ?? answer.Text("modelID"),
            info.Text("agent") ?? answer.Text("agent") ?? answer.Text("mode"))
        {
            Session = session,
            Time = TimeOf(info.Field("time").Whole("created")),
            Workspace = info.Text("directory"),
            ParentSession = info.Text("parentID"),
        };
    }

    /// <param name="info">A message's own fields.</param>
    public static bool IsAnswer(JsonElement info) => info.Text("role") == "assistant";

    public IEnumerable<SessionEvent> Read(string message, JsonElement info, IEnumerable<(string Id, JsonElement Part)> parts)
    {
        var isUser = info.Text("role") == "user";
        var (created, completed) = (TimeOf(info.Field("time").Whole("created")), TimeOf(info.Field("time").Whole("completed")));
        var counted = false;
        _end = null;
        foreach (var (id, part) in parts)
        {
            counted |= part.Text("type") == "step-finish";
            foreach (var happened in ReadPart(id, part, isUser))
            {
                yield return happened with { Session = session, Time = happened.Time ?? created };
            }
        }
        if (!isUser && !counted && info.Field("tokens").ValueKind == JsonValueKind.Object)
        {
            yield return Usage(message, info) with { Session = session, Time = completed ?? created };
        }
        if (info.Field("error") is { ValueKind: JsonValueKind.Object } error)
        {
            yield return ErrorOf(error) with { Session = session, Time = completed ?? created };
        }
        else if (!isUser && info.Text("finish") == "stop")
        {
            _end = new SessionResult(ResultStatus.Success, _lastWords) { Session = session, Time = completed ?? created };
        }
    }

    /// <summary>What is only known when no message followed: that the last one was the end.</summary>
    public IEnumerable<SessionEvent> End() => _end is null ? [] : [_end];

    private IEnumerable<SessionEvent> ReadPart(string id, JsonElement part, bool isUser)
    {
        var time = TimeOf(part.Field("time").Whole("start"));
        switch (part.Text("type"))
        {
            case "text" when !part.Flag("synthetic") && !part.Flag("ignored") && part.Text("text") is { Length: > 0 } text:
                _lastWords = isUser ? _lastWords : text;
                return [new MessageSpoken(id, isUser ? "user" : "assistant", text) { Time = time }];
            case "reasoning" when part.Text("text") is { Length: > 0 } thought:
                return [new MessageSpoken(id, "thinking", thought) { Time = time }];
            case "tool":
                return ReadTool(part.Text("callID") ?? id, part.Text("tool") ?? "unknown", part.Field("state"));
            case "step-finish":
                return [Usage(id, part)];
            case "retry":
                return [ErrorOf(part.Field("error"))];
            default:
                return [];
        }
    }

    private static IEnumerable<SessionEvent> ReadTool(string call, string tool, JsonElement state)
    {
        var time = state.Field("time");
        var metadata = state.Field("metadata");
        yield return new ToolCalled(call, tool, state.Field("input").AsObject()) { Time = TimeOf(time.Whole("start")) };
        if (state.Text("status") is "completed" or "error")
        {
            var code = metadata.Whole("exit") is >= int.MinValue and <= int.MaxValue and { } exit ? (int?)exit : null;
            var text = state.Text("output") ?? state.Text("error") ?? "";
            yield return new ToolReturned(call, state.Text("status") == "error", code, text)
            {
                Time = TimeOf(time.Whole("end")),
                ChildSession = metadata.Text("sessionId") ?? metadata.Text("sessionID"),
            };
        }
    }

    private static UsageReported Usage(string id, JsonElement holder)
    {
        var tokens = holder.Field("tokens");
        long Count(JsonElement from, string name) => Math.Clamp(from.Whole(name) ?? 0, 0, int.MaxValue);
        var cost = holder.Money("cost");
        return new UsageReported(
            id, Count(tokens, "input") + Count(tokens.Field("cache"), "write"), Count(tokens, "output"),
            Count(tokens.Field("cache"), "read"), cost, cost is null ? CostSource.Unknown : CostSource.Billed)
        {
            Reasoning = Count(tokens, "reasoning"),
        };
    }

    private static SessionError ErrorOf(JsonElement error)
    {
        var text = error.Field("data").Text("message") ?? error.Text("message") ?? error.Text("name") ?? "unknown error";
        var known = error.Text("name") switch
        {
            "MessageAbortedError" => ErrorClass.Cancelled,
            "ProviderAuthError" => ErrorClass.Login,
            _ => ErrorClassifier.FromStatus(error.Field("data").Whole("statusCode")) ?? ErrorClassifier.FromText(text),
        };
        return new SessionError(known, text);
    }

    private static DateTimeOffset? TimeOf(long? milliseconds) =>
        milliseconds is > 0 and < 253_402_300_800_000 and { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
}
