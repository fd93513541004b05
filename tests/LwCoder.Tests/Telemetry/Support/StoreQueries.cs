using LwCoder.Telemetry;
using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Tests.Telemetry.Support;

internal static class StoreQueries
{
    /// <summary>How many rows each table has that has any.</summary>
    public static Task<Dictionary<string, long>> CountsAsync(this ITelemetryStore store) => store.ReadAsync(
        session => StoreSchema.Tables
            .Select(table => (table.Name, Rows: session.Number($"SELECT COUNT(*) FROM {table.Name}") ?? 0))
            .Where(table => table.Rows > 0)
            .ToDictionary(table => table.Name, table => table.Rows),
        CancellationToken.None);

    /// <summary>The first column of an answer.</summary>
    public static Task<List<string?>> TextsAsync(this ITelemetryStore store, string sql) =>
        store.ReadAsync(session => session.List(sql, row => row.Text(0)), CancellationToken.None);

    /// <summary>The first value of an answer.</summary>
    public static async Task<string?> TextAsync(this ITelemetryStore store, string sql) => (await store.TextsAsync(sql)).First();

    public static Task ExecuteAsync(this ITelemetryStore store, string sql) =>
        store.ChangeAsync(session => session.Execute(sql), CancellationToken.None);

    /// <summary>From now on the database refuses messages of one session, as it would a row it cannot hold.</summary>
    public static Task RefuseMessagesOfAsync(this ITelemetryStore store, string session) => store.ChangeAsync(
        database => database.Execute(database.Dialect is LwCoder.Telemetry.MySql.MySqlDialect
            ? $"CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW IF NEW.session_id = '{session}' THEN "
                + "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no room for it'; END IF"
            : $"CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.session_id = '{session}' "
                + "BEGIN SELECT RAISE(ABORT, 'no room for it'); END"),
        CancellationToken.None);

    public static Task WriteAsync(this ITelemetryStore store, TelemetryBatch batch) =>
        store.WriteAsync(batch, CancellationToken.None);
}
