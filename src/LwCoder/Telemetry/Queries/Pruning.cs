using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Queries;

/// <summary>
/// Removes sessions that are older than somebody wants to keep, with all that belongs to them, and what is as old and belongs to
/// none: earlier versions, and other programs, have left such rows.
/// </summary>
internal static class Pruning
{
    private const string OldSessions = "SELECT session_id FROM sessions WHERE started_at < ?";

    /// <summary>Tasks that no session is left of.</summary>
    private const string IsOldTask =
        """
        started_at < ? AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.session_id = tasks.task_id)
        AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.task_id = tasks.task_id)
        """;

    /// <summary>By the column that names the session or its task, and the one that says when it was.</summary>
    private static readonly (string Table, string Column, string Time)[] Parts =
    [
        ("messages", "session_id", "ts"), ("tool_calls", "session_id", "ts"), ("raw_events", "session_id", "observed_at"),
        ("diagnosis_classifications", "session_id", "classified_at"), ("punches", "task_id", "observed_at"),
        ("checkpoints", "task_id", "validated_at"),
    ];

    /// <summary>Who started whom. A link without one of the two says nothing.</summary>
    private static readonly (string Table, string Parent, string Child)[] Links =
    [
        ("child_rels", "parent_id", "child_id"), ("child_relationships", "parent_task_id", "child_task_id"),
    ];

    /// <summary>
    /// Files that were imported stay noted as imported, so that the next import does not bring back what was removed.
    /// </summary>
    /// <returns>How many sessions there were.</returns>
    public static long Prune(ISqlSession session, DateTimeOffset before)
    {
        RemoveWhatIsOf(session, OldSessions, before);
        var sessions = session.Execute("DELETE FROM sessions WHERE started_at < ?", before);
        RemoveWhatIsOf(session, $"SELECT task_id FROM tasks WHERE {IsOldTask}", before);
        session.Execute($"DELETE FROM tasks WHERE {IsOldTask}", before);
        RemoveWhatIsOfNobody(session, before);
        return sessions;
    }

    public static long Count(ISqlSession session, DateTimeOffset before) =>
        session.Number("SELECT COUNT(*) FROM sessions WHERE started_at < ?", before) ?? 0;

    private static void RemoveWhatIsOf(ISqlSession session, string ids, DateTimeOffset before)
    {
        foreach (var (table, column, _) in Parts)
        {
            session.Execute($"DELETE FROM {table} WHERE {column} IN ({ids})", before);
        }
        foreach (var (table, parent, child) in Links)
        {
            session.Execute($"DELETE FROM {table} WHERE {parent} IN ({ids})", before);
            session.Execute($"DELETE FROM {table} WHERE {child} IN ({ids})", before);
        }
    }

    private static void RemoveWhatIsOfNobody(ISqlSession session, DateTimeOffset before)
    {
        foreach (var (table, column, time) in Parts)
        {
            session.Execute(
                $"DELETE FROM {table} WHERE {time} < ? AND {IsOfNobody(table, column)}",
                time == "ts" ? before.ToUnixTimeMilliseconds() : before);
        }
        foreach (var (table, parent, child) in Links)
        {
            session.Execute($"DELETE FROM {table} WHERE {IsOfNobody(table, parent)} AND {IsOfNobody(table, child)}");
        }
    }

    private static string IsOfNobody(string table, string column) =>
        $"""
        NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.session_id = {table}.{column})
        AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.task_id = {table}.{column})
        AND NOT EXISTS (SELECT 1 FROM tasks AS t WHERE t.task_id = {table}.{column})
        """;
}
