using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry;

/// <summary>
/// A checkpoint is only worth a row when a task stands differently against a card than it last did; then it is, so that a
/// task that failed can pass.
/// </summary>
internal static class CheckpointNews
{
    private static readonly string[] Standing = ["status", "missing_punches", "violations"];

    /// <returns>The rows of <paramref name="values"/> that differ from the newest there are.</returns>
    public static SqlValue[] Only(ISqlSession session, InsertStatement insert, SqlValue[] values)
    {
        var news = new List<SqlValue>();
        foreach (var row in values.Chunk(insert.Columns.Count))
        {
            if (IsNews(session, insert, row))
            {
                news.AddRange(row);
            }
        }
        return [.. news];
    }

    private static bool IsNews(ISqlSession session, InsertStatement insert, SqlValue[] row)
    {
        SqlValue Of(string column) => row[insert.Columns.ToList().FindIndex(candidate => candidate.Name == column)];
        var newest = session.List(
            $"""
            SELECT {SqlDialect.Quote(Standing)} FROM checkpoints
            WHERE task_id = ? AND card_id = ? ORDER BY checkpoint_id DESC LIMIT 1
            """,
            cursor => Standing.Select((_, index) => cursor.Text(index)).ToList(),
            Of("task_id"), Of("card_id"));
        return newest is not [var last] || !last.SequenceEqual(Standing.Select(column => Of(column).Text));
    }
}
