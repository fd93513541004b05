using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Queries;

/// <summary>
/// Removes sessions that are older than somebody wants to keep, with all that belongs to them, and what is as old and belongs to
/// none: earlier versions, and other programs, have left such rows.
/// </summary>
internal static class Pruning
{
    private const string OldSessions = "SELECT o.session_id FROM sessions AS o WHERE o.started_at < ?";

    /// <summary>But not the one that is the task of a session that stays.</summary>
    private const string OldTasksOfSessions =
        $"""
        {OldSessions} AND NOT EXISTS (SELECT 1 FROM sessions AS s
            WHERE s.task_id = o.session_id AND (s.started_at >= ? OR s.started_at IS NULL))
        """;

    /// <summary>Tasks that no session is left of.</summary>
    private const string IsOldTask =
        """
        started_at < ? AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.session_id = tasks.task_id)
        AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.task_id = tasks.task_id)
        """;

    private const string OldTasks = $"SELECT task_id FROM tasks WHERE {IsOldTask}";

    /// <summary>By the column that names the session, and the one that says when it was.</summary>
    private static readonly (string Table, string Column, string Time)[] OfSession =
    [
        ("messages", "session_id", "ts"), ("tool_calls", "session_id", "ts"), ("raw_events", "session_id", "observed_at"),
        ("diagnosis_classifications", "session_id", "classified_at"),
    ];

    /// <summary>The same by the task.</summary>
    private static readonly (string Table, string Column, string Time)[] OfTask =
    [
        ("punches", "task_id", "observed_at"), ("checkpoints", "task_id", "validated_at"),
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
        RemoveWhatIsOfSessions(session, OldSessions, before);
        RemoveWhatIsOfTasks(session, OldTasksOfSessions, before, before);
        var sessions = session.Execute("DELETE FROM sessions WHERE started_at < ?", before);
        RemoveWhatIsOfSessions(session, OldTasks, before);
        RemoveWhatIsOfTasks(session, OldTasks, before);
        session.Execute($"DELETE FROM tasks WHERE {IsOldTask}", before);
        RemoveWhatIsOfNobody(session, before);
        return sessions;
    }

    public static long Count(ISqlSession session, DateTimeOffset before) =>
        session.Number("SELECT COUNT(*) FROM sessions WHERE started_at < ?", before) ?? 0;

    private static void RemoveWhatIsOfSessions(ISqlSession session, string ids, params ReadOnlySpan<SqlValue> values)
    {
        foreach (var (table, column, _) in OfSession)
        {
            session.Execute($"DELETE FROM {table} WHERE {column} IN ({ids})", values);
        }
    }

    private static void RemoveWhatIsOfTasks(ISqlSession session, string ids, params ReadOnlySpan<SqlValue> values)
    {
        foreach (var (table, column, _) in OfTask)
        {
            session.Execute($"DELETE FROM {table} WHERE {column} IN ({ids})", values);
        }
        foreach (var (table, parent, child) in Links)
        {
            session.Execute($"DELETE FROM {table} WHERE {parent} IN ({ids})", values);
            session.Execute($"DELETE FROM {table} WHERE {child} IN ({ids})", values);
        }
    }

    private static void RemoveWhatIsOfNobody(ISqlSession session, DateTimeOffset before)
    {
        foreach (var (table, column, time) in OfSession.Concat(OfTask))
        {
            session.Execute(
                $"DELETE FROM {table} WHERE {time} < ? AND {IsOfNobody(table, column)}",
                time == "ts" ? before.ToUnixTimeMilliseconds() : before);
        }
        foreach (var (table, parent, child) in Links)
        {
            session.Execute($"DELETE FROM {table} WHERE {IsUnknown(table, parent)} AND {IsUnknown(table, child)}");
        }
    }

    /// <summary>The earlier system may know a task by its punches alone.</summary>
    private static string IsUnknown(string table, string column) =>
        $"{IsOfNobody(table, column)} AND NOT EXISTS (SELECT 1 FROM punches AS p WHERE p.task_id = {table}.{column})";

    private static string IsOfNobody(string table, string column) =>
        $"""
        NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.session_id = {table}.{column})
        AND NOT EXISTS (SELECT 1 FROM sessions AS s WHERE s.task_id = {table}.{column})
        AND NOT EXISTS (SELECT 1 FROM tasks AS t WHERE t.task_id = {table}.{column})
        """;
}
