using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Queries;

/// <summary>Sessions, and what was said and done in one.</summary>
internal static class SessionQueries
{
    private const string Columns =
        """
        s.session_id, s.parent_session_id, s.started_at, s.status, s.tool, s.model, s.plan_id, s.run_id, s.prompt_fingerprint,
        s.total_cost, s.cost_source, s.tokens_in, s.tokens_out, s.tokens_cached, s.duration_ms, s.outcome, s.workspace,
        COALESCE(c.calls, 0), COALESCE(c.failed, 0),
        (SELECT above.run_id FROM sessions AS above WHERE above.session_id = s.parent_session_id)
        """;

    /// <summary>From an index alone: there are hundreds of calls to a session.</summary>
    private const string Calls =
        """
        (SELECT session_id, COUNT(*) AS calls, SUM(CASE WHEN status = 'error' THEN 1 ELSE 0 END) AS failed
         FROM tool_calls GROUP BY session_id)
        """;

    /// <summary>The newest first.</summary>
    /// <param name="limit">At most so many; null for all.</param>
    public static List<SessionRecord> List(ISqlSession session, SessionFilter filter, int? limit)
    {
        var (condition, values) = filter.ToCondition();
        var most = limit is null ? "" : " LIMIT ?";
        return session.List(
            $"""
            SELECT {Columns}
            FROM (SELECT * FROM sessions WHERE {condition} ORDER BY started_at DESC, session_id{most}) AS s
            LEFT JOIN {Calls} AS c ON c.session_id = s.session_id
            ORDER BY s.started_at DESC, s.session_id
            """,
            Read,
            limit is { } rows ? [.. values, (long)rows] : values);
    }

    /// <summary>The session of an id, of the unique beginning of one, or of a run.</summary>
    /// <exception cref="UserError">There is none, or several begin like this.</exception>
    public static SessionRecord Find(ISqlSession session, string name)
    {
        var found = session.List(
            $"""
            SELECT {Columns} FROM sessions AS s LEFT JOIN {Calls} AS c ON c.session_id = s.session_id
            WHERE s.session_id = ? OR (s.run_id = ? AND COALESCE(s.tool, '') <> '{SessionRow.OwnTool}' AND NOT EXISTS (
                SELECT 1 FROM sessions AS above WHERE above.session_id = s.parent_session_id AND above.run_id = s.run_id))
            """,
            Read, name, name);
        if (found.Count == 0)
        {
            found = session.List(
                $"""
                SELECT {Columns} FROM sessions AS s LEFT JOIN {Calls} AS c ON c.session_id = s.session_id
                WHERE SUBSTR(s.session_id, 1, ?) = ? ORDER BY s.session_id LIMIT 10
                """,
                Read, (long)name.Length, name);
        }
        return found switch
        {
            [var one] => one,
            [] => throw new UserError($"there is no session {name}", "`lw_coder telemetry sessions` lists them"),
            _ => found.Find(candidate => candidate.Id == name) ?? throw new UserError(
                $"several sessions begin with {name}", $"name one: {string.Join(", ", found.Select(candidate => candidate.Id))}"),
        };
    }

    /// <summary>
    /// The task of an id, as the earlier system has them without sessions; or of a session, as in <see cref="Find"/>.
    /// </summary>
    /// <exception cref="UserError">There is none, or several sessions begin like this.</exception>
    public static string FindTask(ISqlSession session, string name) =>
        session.List("SELECT task_id FROM tasks WHERE task_id = ?", row => row.Text(0)!, name) is [var task]
            ? task
            : Find(session, name).Id;

    /// <summary>What was said and done, in order.</summary>
    public static List<SessionEntry> EntriesOf(ISqlSession session, string id)
    {
        var entries = session.List(
            "SELECT ts, seq, role, content_type, content_preview, native_id FROM messages WHERE session_id = ?",
            row => new SessionEntry(
                row.Whole(0) ?? 0, row.Whole(1) ?? 0, row.Text(3) == "text" ? row.Text(2) ?? "" : row.Text(3) ?? "", null, null,
                row.Text(4) ?? "", null, null),
            id);
        entries.AddRange(session.List(
            """
            SELECT ts, seq, tool_name, category, status, args_summary, error, exit_code, duration_ms FROM tool_calls
            WHERE session_id = ?
            """,
            row => new SessionEntry(
                row.Whole(0) ?? 0, row.Whole(1) ?? 0, row.Text(2) ?? "", row.Text(3), row.Text(4),
                row.Text(6) ?? row.Text(5) ?? "", (int?)row.Whole(7), row.Whole(8)),
            id));
        return [.. entries.OrderBy(entry => entry.Seq).ThenBy(entry => entry.Ts)];
    }

    private static SessionRecord Read(ISqlCursor row) => new(
        row.Text(0)!,
        row.Text(1),
        row.Moment(2),
        row.Text(3) ?? "unknown",
        row.Text(4),
        row.Text(5) is { } model and not "unknown" ? model : null,
        row.Text(6),
        row.Text(7),
        row.Text(8),
        row.Money(9),
        row.Text(10),
        row.Whole(11) ?? 0,
        row.Whole(12) ?? 0,
        row.Whole(13) ?? 0,
        row.Whole(14),
        row.Text(15),
        row.Text(16),
        row.Whole(17) ?? 0,
        row.Whole(18) ?? 0,
        row.Text(19));
}

/// <summary>A message or a call.</summary>
/// <param name="Ts">Milliseconds since 1970.</param>
/// <param name="What">The role, `thinking` or `error`; of a call the tool.</param>
/// <param name="Kind">Of a call, what it is for; null for a message.</param>
/// <param name="Status">Of a call.</param>
/// <param name="Text">Its beginning; of a call the error or the arguments.</param>
internal sealed record SessionEntry(
    long Ts, long Seq, string What, string? Kind, string? Status, string Text, int? ExitCode, long? DurationMs);
