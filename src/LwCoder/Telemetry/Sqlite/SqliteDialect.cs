using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Sqlite;

internal sealed class SqliteDialect : SqlDialect
{
    public static readonly SqliteDialect Instance = new();

    public override string Name => "SQLite";

    /// <summary>Taking the write lock first means that nothing later in the transaction finds the database busy.</summary>
    public override string Begin => "BEGIN IMMEDIATE";

    protected override string TableOptions => "";

    protected override string KeepSuffix(Table table) => " ON CONFLICT DO NOTHING";

    public override void Exclusively(ISqlSession session, Action work) => session.InTransaction(work);

    public override void Compact(ISqlSession session) => session.Execute("VACUUM");

    public override string TypeOf(Column column) => column.Type switch
    {
        ColumnType.Serial => "INTEGER PRIMARY KEY AUTOINCREMENT",
        ColumnType.Int or ColumnType.BigInt or ColumnType.Flag => "INTEGER",
        ColumnType.Real or ColumnType.Money => "REAL",
        _ => "TEXT",
    };

    public override bool HasTable(ISqlSession session, string table) =>
        session.Number("SELECT 1 FROM sqlite_master WHERE name = ? AND type IN ('table', 'view')", table) is not null;

    public override IReadOnlyList<ExistingColumn> ColumnsOf(ISqlSession session, string table) => session.List(
        "SELECT name, type, `notnull` FROM pragma_table_info(?)",
        row => new ExistingColumn(row.Text(0)!, row.Text(1)!, row.Whole(2) == 0),
        table);

    public override IReadOnlyList<TableIndex> IndexesOf(ISqlSession session, string table)
    {
        var indexes = session.List(
            "SELECT name, `unique` FROM pragma_index_list(?) WHERE origin = 'c'",
            row => (Name: row.Text(0)!, IsUnique: row.Whole(1) == 1),
            table);
        return
        [
            .. indexes.Select(index => new TableIndex(
                table,
                index.Name,
                session.List("SELECT name FROM pragma_index_info(?) ORDER BY seqno", row => row.Text(0)!, index.Name),
                index.IsUnique)),
        ];
    }

    public override string Drop(TableIndex index) => $"DROP INDEX {Quote(index.Name)}";

    /// <summary>SQLite's columns hold what one puts in.</summary>
    public override string? WiderType(Column column, ExistingColumn existing) => null;

    protected override string OldValue(Table table, Column column) => $"{Quote(table.Name)}.{Quote(column.Name)}";

    protected override string NewValue(Column column) => $"excluded.{Quote(column.Name)}";

    protected override string MergeSuffix(Table table) => $" ON CONFLICT ({Quote(table.Identity)}) DO UPDATE SET ";
}
