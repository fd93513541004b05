using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Queries;

/// <summary>Removes sessions that are older than somebody wants to keep, with all that belongs to them.</summary>
internal static class Pruning
{
    /// <summary>By the column that names the session or its task.</summary>
    private static readonly (string Table, string Column)[] Parts =
    [
        ("messages", "session_id"), ("tool_calls", "session_id"), ("raw_events", "session_id"),
        ("diagnosis_classifications", "session_id"), ("punches", "task_id"), ("checkpoints", "task_id"),
        ("child_rels", "child_id"), ("child_rels", "parent_id"), ("child_relationships", "child_task_id"),
        ("child_relationships", "parent_task_id"), ("tasks", "task_id"),
    ];

    /// <summary>
    /// Files that were imported stay noted as imported, so that the next import does not bring back what was removed.
    /// </summary>
    /// <returns>How many sessions there were.</returns>
    public static long Prune(ISqlSession session, DateTimeOffset before)
    {
        foreach (var (table, column) in Parts)
        {
            session.Execute(
                $"DELETE FROM {table} WHERE {column} IN (SELECT session_id FROM sessions WHERE started_at < ?)", before);
        }
        return session.Execute("DELETE FROM sessions WHERE started_at < ?", before);
    }

    public static long Count(ISqlSession session, DateTimeOffset before) =>
        session.Number("SELECT COUNT(*) FROM sessions WHERE started_at < ?", before) ?? 0;
}
