using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>Reads one transcript of Claude Code, see <see cref="ClaudeTranscripts"/>.</summary>
internal sealed class ClaudeTranscriptReader
{
    /// <summary>What Claude puts into a person's mouth: commands of its own terminal and what they printed.</summary>
    private static readonly string[] NotSaid =
    [
        "<command-name>", "<command-message>", "<local-command-stdout>", "<local-command-stderr>", "<local-command-caveat>",
        "<bash-stdout>", "Caveat: The messages below",
    ];

    private readonly ClaudeContent _content = new();

    /// <summary>Rows that were copied into the file of a session that goes on with another.</summary>
    private readonly HashSet<string> _rows = [];
    private readonly HashSet<string> _counted = [];
    private readonly Dictionary<string, string> _callOfAgent = [];

    /// <summary>Every row of a message repeats its usage, and only the last has the final number.</summary>
    private UsageReported? _usage;

    /// <summary>By session: a file may begin with rows of the session that its own goes on with.</summary>
    private readonly Dictionary<string, UsageReported> _wholes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _started = new(StringComparer.Ordinal);

    /// <summary>The answer that ended a turn, until somebody says more; by session.</summary>
    private readonly Dictionary<string, SessionResult> _ends = new(StringComparer.Ordinal);

    public IEnumerable<SessionEvent> Read(Transcript transcript)
    {
        var model = ModelIn(transcript.File);
        var events = new List<SessionEvent>();
        foreach (var file in transcript.Subagents.Prepend(new SubagentTranscript(transcript.File, "", null)))
        {
            var rows = new JsonLines(file.File);
            foreach (var row in rows.Read())
            {
                events.Clear();
                Read(row, file, model, row.Text("sessionId") ?? transcript.Session, events);
                foreach (var happened in events)
                {
                    yield return happened;
                }
            }
            if (rows.Damage is { } damage)
            {
                yield return new RecordDamaged(file.File, damage);
            }
        }
        events.Clear();
        CountUsage(null, events);
        foreach (var happened in events.Concat(_wholes.Values).Concat(_ends.Values))
        {
            yield return happened;
        }
    }

    private void Read(JsonElement row, SubagentTranscript file, string? model, string session, List<SessionEvent> events)
    {
        if (row.Text("uuid") is { } uuid && !_rows.Add(uuid))
        {
            return;
        }
        if (row.Text("version") is { } version && _started.Add(session))
        {
            events.Add(new SessionStarted("claude-code", version, model, row.Text("permissionMode"))
            {
                Workspace = row.Text("cwd"),
            });
        }
        switch (row.Text("type"))
        {
            case "assistant":
                ReadAssistant(row, file, session, events);
                break;
            case "user" when !row.Flag("isMeta"):
                NoteAgent(row);
                _content.ReadUser(row.Field("message"), events);
                events.RemoveAll(IsNotSaid);
                if (IsMain(row, file) && events.Count > 0)
                {
                    _ends.Remove(session);
                }
                break;
            case "system" when row.Text("subtype") == "api_error":
                events.Add(ErrorOf(row));
                break;
            case "cost-state" when ClaudeUsage.OfTranscript(row) is { } whole:
                _wholes[session] = whole with { Session = session };
                break;
        }
        var (time, parent) = (TimeOf(row), ParentOf(row, file));
        for (var i = 0; i < events.Count; i++)
        {
            // A usage that was waiting has its own already.
            events[i] = events[i] is UsageReported { Time: not null } stamped
                ? stamped
                : events[i] with { Time = time, Session = session, Parent = parent };
        }
    }

    private void ReadAssistant(JsonElement row, SubagentTranscript file, string session, List<SessionEvent> events)
    {
        var message = row.Field("message");
        if (row.Text("error") is { } error)
        {
            events.Add(new SessionError(
                ClaudeErrors.Classify(error, row.Whole("apiErrorStatus")) ?? ErrorClass.Provider,
                ClaudeContent.TextOf(message.Field("content"))));
            return;
        }
        _content.ReadAssistant(message, events);
        if (IsMain(row, file))
        {
            _ends.Remove(session);
            if (message.Text("stop_reason") is "end_turn" or "stop_sequence")
            {
                var words = ClaudeContent.TextOf(message.Field("content"));
                _ends[session] = new SessionResult(ResultStatus.Success, words) { Time = TimeOf(row), Session = session };
            }
        }
        if (message.Text("id") is { } id && message.Field("usage").ValueKind == JsonValueKind.Object && !_counted.Contains(id))
        {
            CountUsage(
                ClaudeUsage.OfMessage(id, message.Field("usage")) with
                {
                    Time = TimeOf(row) ?? DateTimeOffset.UnixEpoch, Session = session, Parent = ParentOf(row, file),
                },
                events);
        }
    }

    /// <summary>Lets the usage that was waiting go once another message has begun.</summary>
    private void CountUsage(UsageReported? next, List<SessionEvent> events)
    {
        if (_usage is { Id: { } id } waiting && id != next?.Id)
        {
            _counted.Add(id);
            events.Add(waiting);
        }
        _usage = next;
    }

    /// <summary>The answer to a call that started a subagent says which one it was.</summary>
    private void NoteAgent(JsonElement row)
    {
        if (row.Field("toolUseResult").Text("agentId") is not { } agent)
        {
            return;
        }
        foreach (var block in row.Field("message").Field("content").Items())
        {
            if (block.Text("tool_use_id") is { } call)
            {
                _callOfAgent[agent] = call;
            }
        }
    }

    private string? ParentOf(JsonElement row, SubagentTranscript file)
    {
        var agent = row.Text("agentId") ?? (file.Id.Length > 0 ? file.Id : null);
        return agent is not null ? file.Call ?? _callOfAgent.GetValueOrDefault(agent, $"agent-{agent}")
            : row.Flag("isSidechain") ? "sidechain" : null;
    }

    private static bool IsMain(JsonElement row, SubagentTranscript file) => file.Id.Length == 0 && !row.Flag("isSidechain");

    private static SessionError ErrorOf(JsonElement row)
    {
        var error = row.Field("error");
        return new SessionError(
            ErrorClassifier.FromStatus(error.Whole("status")) ?? ErrorClass.Provider,
            $"{error.Text("formatted") ?? error.Text("message") ?? "unknown error"}, "
            + $"retry {row.Whole("retryAttempt") ?? 0} of {row.Whole("maxRetries") ?? 0}");
    }

    private static bool IsNotSaid(SessionEvent happened) =>
        happened is MessageSpoken { Role: "user" } said
        && NotSaid.Any(start => said.Text.AsSpan().TrimStart().StartsWith(start, StringComparison.Ordinal));

    /// <summary>A session is announced with its model, which only its first answer tells.</summary>
    private static string? ModelIn(string file)
    {
        foreach (var row in new JsonLines(file).Read())
        {
            if (row.Text("type") == "assistant" && row.Field("message").Text("model") is { } model and not "<synthetic>")
            {
                return model;
            }
        }
        return null;
    }

    private static DateTimeOffset? TimeOf(JsonElement row) => DateTimeOffset.TryParse(
        row.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
