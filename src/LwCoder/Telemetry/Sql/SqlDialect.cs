using System.Text;
using LwCoder.Telemetry.Schema;

namespace LwCoder.Telemetry.Sql;

/// <summary>How a database wants things written. All names in it come from <see cref="StoreSchema"/>.</summary>
internal abstract class SqlDialect
{
    public abstract string Name { get; }

    /// <summary>Begins a transaction that will write.</summary>
    public abstract string Begin { get; }

    /// <summary>Changes the schema while no other process does; in one transaction, where the database can.</summary>
    public abstract void Exclusively(ISqlSession session, Action work);

    /// <summary>Records that a boundary was reached.</summary>
    /// <returns>The commit it is; null where databases have none.</returns>
    public virtual string? Mark(ISqlSession session, string kind, string subject, DateTimeOffset now)
    {
        session.Execute("INSERT INTO boundaries (kind, subject, reached_at) VALUES (?, ?, ?)", kind, subject, now);
        return null;
    }

    /// <summary>Gives back the room of what was deleted. Outside of a transaction.</summary>
    public virtual void Compact(ISqlSession session)
    {
    }

    public abstract string TypeOf(Column column);

    public abstract bool HasTable(ISqlSession session, string table);

    /// <summary>The columns a table has; empty when there is no such table.</summary>
    public abstract IReadOnlyList<ExistingColumn> ColumnsOf(ISqlSession session, string table);

    /// <summary>The indexes a table has beside its primary key.</summary>
    public abstract IReadOnlyList<TableIndex> IndexesOf(ISqlSession session, string table);

    public abstract string Drop(TableIndex index);

    /// <summary>The statement that makes the texts of a table hold every character; null when they do.</summary>
    public virtual string? WiderTexts(ISqlSession session, string table) => null;

    /// <summary>The type a column gets that is narrower than ours; null when it can hold all we write.</summary>
    public abstract string? WiderType(Column column, ExistingColumn existing);

    /// <summary>What stands behind a new table's columns.</summary>
    protected abstract string TableOptions { get; }

    /// <summary>The value that a row had which is there already, and the one it would have now.</summary>
    protected abstract string OldValue(Table table, Column column);

    /// <inheritdoc cref="OldValue"/>
    protected abstract string NewValue(Column column);

    protected abstract string KeepSuffix(Table table);

    protected abstract string MergeSuffix(Table table);

    /// <summary>Both databases know it, and no column's name can be mistaken for a word of the language.</summary>
    public static string Quote(string identifier) => $"`{identifier}`";

    public static string Quote(IEnumerable<string> identifiers) => string.Join(", ", identifiers.Select(Quote));

    public string CreateTable(Table table)
    {
        var sql = new StringBuilder($"CREATE TABLE {Quote(table.Name)} (");
        foreach (var column in table.Columns)
        {
            sql.Append($"\n    {Define(column)},");
        }
        if (table.Columns.All(column => column.Type is not ColumnType.Serial))
        {
            sql.Append($"\n    PRIMARY KEY ({Quote(table.PrimaryKey)}),");
        }
        sql.Length--;
        return sql.Append($"\n){TableOptions}").ToString();
    }

    public string Define(Column column)
    {
        var definition = $"{Quote(column.Name)} {TypeOf(column)}";
        if (column.Type is ColumnType.Serial)
        {
            return definition;
        }
        return definition + (column.IsNullable ? "" : " NOT NULL")
            + (column.Default is null ? "" : $" DEFAULT {Literal(column.Default)}");
    }

    /// <summary>The statements for the indexes of a table, each with the columns it covers.</summary>
    public static IEnumerable<TableIndex> IndexesOf(Table table) =>
    [
        .. table.UniqueKeys.Select(key => new TableIndex(table.Name, $"ux_{table.Name}_{string.Join('_', key)}", key, true)),
        .. table.Indexes.Select(index => new TableIndex(table.Name, $"ix_{table.Name}_{string.Join('_', index)}", index, false)),
    ];

    public static string Create(TableIndex index) =>
        $"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX {Quote(index.Name)} ON {Quote(index.Table)} ({Quote(index.Columns)})";

    /// <summary>`INSERT … VALUES`, to which the caller adds the rows and <see cref="InsertSuffix"/>.</summary>
    public static string InsertPrefix(InsertStatement insert) =>
        $"INSERT INTO {Quote(insert.Table.Name)} ({Quote(insert.Columns.Select(column => column.Name))}) VALUES ";

    public string InsertSuffix(InsertStatement insert)
    {
        if (insert.Conflict != OnConflict.Merge)
        {
            return insert.Conflict == OnConflict.Keep ? KeepSuffix(insert.Table) : "";
        }
        var merged = insert.Columns
            .Where(column => !insert.Table.Identity.Contains(column.Name))
            .Select(column => $"{Quote(column.Name)} = {Merge(insert.Table, column)}");
        return MergeSuffix(insert.Table) + string.Join(", ", merged);
    }

    private string Merge(Table table, Column column)
    {
        var (old, now) = (OldValue(table, column), NewValue(column));
        return column.Merge switch
        {
            MergeRule.Newest => now,
            MergeRule.Least => $"CASE WHEN {old} IS NULL OR {now} < {old} THEN {now} ELSE {old} END",
            MergeRule.Status => $"CASE WHEN {now} IN ('running', 'unknown') AND {old} NOT IN ('running', 'unknown') "
                + $"THEN {old} ELSE COALESCE({now}, {old}) END",
            _ when column.Default is { } unknown => $"CASE WHEN {now} = {Literal(unknown)} THEN {old} ELSE {now} END",
            _ => column.IsNullable ? $"COALESCE({now}, {old})" : now,
        };
    }

    private static string Literal(object value) => value is string text ? $"'{text}'" : $"{value}";
}

/// <param name="Type">As the database words it.</param>
internal sealed record ExistingColumn(string Name, string Type, bool IsNullable);

internal sealed record TableIndex(string Table, string Name, IReadOnlyList<string> Columns, bool IsUnique);
