using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry;

/// <summary>A batch as statements.</summary>
internal static class BatchWriter
{
    public static void Write(ISqlSession session, TelemetryBatch batch)
    {
        Insert(session, RowKinds.Tasks, batch.Tasks);
        Insert(session, RowKinds.Sessions, batch.Sessions);
        Insert(session, RowKinds.Messages, batch.Messages);
        Insert(session, RowKinds.ToolCalls, batch.ToolCalls);
        Insert(session, RowKinds.Punches, batch.Punches);
        Insert(session, RowKinds.ChildRels, batch.Children);
        Insert(session, RowKinds.ChildRelationships, batch.Children);
        Insert(session, RowKinds.PunchCards, batch.Cards);
        Insert(session, RowKinds.RawEvents, batch.RawEvents);
        Insert(session, RowKinds.Diagnoses, batch.Diagnoses);
        Insert(session, RowKinds.Checkpoints, [.. batch.Checkpoints.Where(row => IsNews(session, row))]);
        // Last: what says that a file is in the store comes after what was in it.
        Insert(session, RowKinds.ImportedFiles, batch.Files);
    }

    private static void Insert<TRow>(ISqlSession session, RowKind<TRow> kind, IReadOnlyList<TRow> rows)
    {
        if (rows.Count > 0)
        {
            session.Insert(kind.Insert, kind.ValuesOf(rows));
        }
    }

    private static bool IsNews(ISqlSession session, CheckpointRow row)
    {
        var newest = session.List(
            """
            SELECT status, missing_punches, violations FROM checkpoints
            WHERE task_id = ? AND card_id = ? ORDER BY checkpoint_id DESC LIMIT 1
            """,
            cursor => (Status: cursor.Text(0), Missing: cursor.Text(1), Violations: cursor.Text(2)),
            row.TaskId, row.CardId);
        return newest is not [var last]
            || last != (row.Passed ? "pass" : "fail", row.MissingPunches, row.Violations);
    }
}
