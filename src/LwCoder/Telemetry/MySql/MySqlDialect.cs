using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.MySql;

/// <summary>MariaDB and MySQL. Dolt speaks the same and adds commits.</summary>
internal class MySqlDialect : SqlDialect
{
    /// <summary>Every character, and no two of them equal.</summary>
    private const string Unicode = "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    private const string SchemaLock = "lw_coder_schema";

    public override string Name => "MySQL";

    public override string Begin => "START TRANSACTION";

    protected override string TableOptions => $" {Unicode}";

    /// <summary>
    /// Not `INSERT IGNORE`, which would also cut what does not fit and swallow every other mistake.
    /// </summary>
    protected override string KeepSuffix(Table table)
    {
        var column = Quote(table.Identity[0]);
        return $" ON DUPLICATE KEY UPDATE {column} = {column}";
    }

    /// <summary>
    /// Tables cannot be made in a transaction here. Every step can be repeated, and the version is written last, so that
    /// a killed migration is simply done again.
    /// </summary>
    public override void Exclusively(ISqlSession session, Action work)
    {
        if (session.Number("SELECT GET_LOCK(?, 30)", SchemaLock) != 1)
        {
            throw new StoreException(StoreFault.Busy, "another lw_coder is changing the schema", "run the command again");
        }
        try
        {
            work();
        }
        // The server refuses to widen one end of a foreign key, and while they are gone it would not know what they were.
        catch (StoreException refused) when (
            refused.Message.Contains("foreign key", StringComparison.OrdinalIgnoreCase)
                && ForeignKeysOf(session) is { Count: > 0 } keys)
        {
            throw new StoreException(
                StoreFault.Foreign,
                $"tables of the store are tied by foreign keys, so that their columns cannot be widened: {refused.Message}",
                "make a backup, then run this in the database once; lw_coder needs no foreign keys: "
                    + string.Join(" ", keys.Select(key => $"ALTER TABLE {Quote(key.Table)} DROP FOREIGN KEY {Quote(key.Name)};")),
                refused);
        }
        finally
        {
            _ = session.Number("SELECT RELEASE_LOCK(?)", SchemaLock);
        }
    }

    /// <summary>Those that have a table of the store at an end; other tables of the database are somebody else's.</summary>
    private static List<(string Table, string Name)> ForeignKeysOf(ISqlSession session) =>
    [
        .. session.List(
            """
            SELECT table_name, constraint_name, referenced_table_name FROM information_schema.referential_constraints
            WHERE constraint_schema = DATABASE() ORDER BY 1, 2
            """,
            row => (Table: row.Text(0)!, Name: row.Text(1)!, Referenced: row.Text(2)!))
            .Where(key => IsOurs(key.Table) || IsOurs(key.Referenced))
            .Select(key => (key.Table, key.Name)),
    ];

    private static bool IsOurs(string name) =>
        StoreSchema.Tables.Any(table => string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase));

    public override string TypeOf(Column column) => column.Type switch
    {
        ColumnType.Serial => "int NOT NULL AUTO_INCREMENT PRIMARY KEY",
        ColumnType.Varchar { Length: var length } => $"varchar({length})" + (column.IsExact ? $" {Unicode}" : ""),
        ColumnType.Char { Length: var length } => $"char({length})",
        ColumnType.Text => "longtext",
        ColumnType.Int => "int",
        ColumnType.BigInt => "bigint",
        ColumnType.Flag => "tinyint(1)",
        ColumnType.Real => "double",
        ColumnType.Money { Precision: var precision, Scale: var scale } => $"decimal({precision},{scale})",
        ColumnType.Moment => "datetime",
        ColumnType.Word { Words: var words } => EnumOf(words),
        _ => throw new NotSupportedException($"{column.Type} has no type here"),
    };

    public override bool HasTable(ISqlSession session, string table) => session.Number(
        "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?", table) is not null;

    public override IReadOnlyList<ExistingColumn> ColumnsOf(ISqlSession session, string table) => session.List(
        """
        SELECT column_name, column_type, is_nullable FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position
        """,
        row => new ExistingColumn(row.Text(0)!, row.Text(1)!, row.Text(2) == "YES"),
        table);

    public override IReadOnlyList<TableIndex> IndexesOf(ISqlSession session, string table)
    {
        var parts = session.List(
            """
            SELECT index_name, non_unique, column_name FROM information_schema.statistics
            WHERE table_schema = DATABASE() AND table_name = ? AND index_name <> 'PRIMARY' ORDER BY index_name, seq_in_index
            """,
            row => (Name: row.Text(0)!, IsUnique: row.Whole(1) == 0, Column: row.Text(2)!),
            table);
        return
        [
            .. parts.GroupBy(part => part.Name).Select(index => new TableIndex(
                table, index.Key, [.. index.Select(part => part.Column)], index.First().IsUnique)),
        ];
    }

    /// <summary>
    /// A table whose texts cannot hold every character refuses a whole batch for one of them. Its rows keep their texts, and no
    /// two keys become the same, as utf8mb4_bin tells apart all that any other collation does.
    /// </summary>
    public override string? WiderTexts(ISqlSession session, string table) => session.Number(
        """
        SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?
            AND table_collation NOT LIKE 'utf8mb4%'
        UNION SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?
            AND collation_name NOT LIKE 'utf8mb4%'
        """,
        table, table) is null ? null : $"ALTER TABLE {Quote(table)} CONVERT TO {Unicode}";

    public override string Drop(TableIndex index) => $"ALTER TABLE {Quote(index.Table)} DROP INDEX {Quote(index.Name)}";

    public override string? WiderType(Column column, ExistingColumn existing)
    {
        var type = existing.Type.ToLowerInvariant();
        // What may be null there is so in some rows.
        var wider = column with { IsNullable = column.IsNullable || existing.IsNullable };
        return column.Type switch
        {
            ColumnType.Varchar { Length: var length } when LengthOf(type, "varchar") is { } there && there < length =>
                Define(wider),
            ColumnType.Text when type is "tinytext" or "text" or "mediumtext" => Define(wider),
            ColumnType.Word { Words: var words } when WordsOf(existing.Type) is { } there && words.Except(there).Any() =>
                Define(wider with { Type = new ColumnType.Word([.. there, .. words.Except(there)]) }),
            // Of the earlier system's versions some demand what others do without.
            ColumnType.Varchar or ColumnType.Int or ColumnType.Money or ColumnType.Moment
                when column.IsNullable && !existing.IsNullable => $"{Quote(column.Name)} {existing.Type} NULL",
            _ => null,
        };
    }

    protected override string OldValue(Table table, Column column) => Quote(column.Name);

    protected override string NewValue(Column column) => $"VALUES({Quote(column.Name)})";

    protected override string MergeSuffix(Table table) => " ON DUPLICATE KEY UPDATE ";

    private static int? LengthOf(string type, string name) =>
        type.StartsWith(name + "(", StringComparison.Ordinal) && int.TryParse(type[(name.Length + 1)..^1], out var length)
            ? length
            : null;

    /// <summary>The words of `enum('a','b')`; null for another type.</summary>
    private static string[]? WordsOf(string type) =>
        type.StartsWith("enum(", StringComparison.OrdinalIgnoreCase)
            ? [.. type[5..^1].Split(',').Select(word => word.Trim().Trim('\''))]
            : null;

    private static string EnumOf(IEnumerable<string> words) => $"enum({string.Join(", ", words.Select(word => $"'{word}'"))})";
}
