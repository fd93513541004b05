using LwCoder.Telemetry;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Optimization.Examples;

/// <summary>
/// Makes examples of a store's sessions, one at a time: of what was said and done, only what an example needs stays.
/// </summary>
internal sealed class TrainingSetReader(ITelemetryStore store)
{
    /// <exception cref="StoreException">It cannot be read.</exception>
    public async Task<TrainingSet> ReadAsync(CancellationToken cancel)
    {
        var facts = await store.ReadAsync(StoreFacts.Read, cancel);
        var sessions = new List<SessionExample>();
        var skipped = new Dictionary<string, int>();
        foreach (var head in facts.Sessions)
        {
            var session = await store.ReadAsync(rows => Read(rows, head, facts), cancel);
            if (Unusable(session) is { } reason)
            {
                skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
                continue;
            }
            sessions.Add(SessionReplay.Read(session, facts.RecoveredBy(head)));
        }
        var byId = sessions.ToDictionary(session => session.Id);
        var recoveries = sessions.Where(session => session.Recovers is { } killed && byId.ContainsKey(killed))
            .Select(session => new RecoveryPair(byId[session.Recovers!], session));
        return new TrainingSet(sessions, [.. recoveries], skipped);
    }

    private static string? Unusable(StoredSession session) => session switch
    {
        { Status: "running", KilledBy: null } => "still running, or its end was not recorded",
        { Calls: [], Messages: [] } => "nothing of what happened in it was recorded",
        _ => null,
    };

    private static StoredSession Read(ISqlSession rows, SessionHead head, StoreFacts facts) => new()
    {
        Id = head.Id,
        RootTask = facts.RootOf(head.TaskId),
        Tool = head.Tool,
        Status = head.Status,
        CostUsd = head.CostUsd,
        CardPassed = facts.CardPassed(head.TaskId),
        Gates = facts.Gates(head.TaskId),
        KilledBy = facts.KilledBy(head.TaskId),
        DiagnosedAs = facts.DiagnosedAs(head.Id),
        Messages = rows.List(
            "SELECT ts, seq, role, content_preview FROM messages WHERE session_id = ? AND content_type = 'text'",
            row => new StoredMessage(row.Whole(0) ?? 0, (int)(row.Whole(1) ?? 0), row.Text(2) ?? "", row.Text(3) ?? ""),
            head.Id),
        Calls = rows.List(
            """
            SELECT ts, seq, native_id, tool_name, category, status, args_summary, error, exit_code, call_id
            FROM tool_calls WHERE session_id = ?
            """,
            Call, head.Id),
    };

    private static StoredCall Call(ISqlCursor row)
    {
        var (tool, arguments) = (row.Text(3) ?? "", row.Text(6));
        return new StoredCall(
            row.Whole(0) ?? 0, (int)(row.Whole(1) ?? 0), row.Text(2) ?? $"call-{row.Whole(9)}", tool,
            row.Text(4) ?? SessionReplay.KindOf(tool, arguments), row.Text(5) ?? "unknown", arguments ?? "", row.Text(7) ?? "",
            (int?)row.Whole(8));
    }
}
