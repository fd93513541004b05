using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Schema;

/// <summary>
/// Gives a database what <see cref="StoreSchema"/> has and it lacks, whoever made it: the earlier system left several
/// versions of the same tables. Takes nothing away but keys that would refuse what is right.
/// </summary>
internal static class SchemaReconciler
{
    public static void Reconcile(ISqlSession session)
    {
        foreach (var table in StoreSchema.Tables)
        {
            Reconcile(session, table);
        }
        if (!session.Dialect.HasTable(session, "cost_aggregate"))
        {
            session.Execute(StoreSchema.CostAggregate);
        }
    }

    private static void Reconcile(ISqlSession session, Table table)
    {
        var existing = session.Dialect.ColumnsOf(session, table.Name);
        if (existing.Count == 0)
        {
            session.Execute(session.Dialect.CreateTable(table));
        }
        else
        {
            // Before its columns: those that are added or changed take over what the table has.
            if (session.Dialect.WiderTexts(session, table.Name) is { } wider)
            {
                session.Execute(wider);
            }
            AddWhatIsMissing(session, table, existing);
        }
        ReconcileIndexes(session, table);
    }

    private static void AddWhatIsMissing(ISqlSession session, Table table, IReadOnlyList<ExistingColumn> existing)
    {
        var name = SqlDialect.Quote(table.Name);
        foreach (var column in table.Columns)
        {
            var there = existing.FirstOrDefault(
                candidate => string.Equals(candidate.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            if (there is null)
            {
                session.Execute($"ALTER TABLE {name} ADD COLUMN {session.Dialect.Define(column)}");
            }
            else if (session.Dialect.WiderType(column, there) is { } wider)
            {
                session.Execute($"ALTER TABLE {name} MODIFY COLUMN {wider}");
            }
        }
    }

    private static void ReconcileIndexes(ISqlSession session, Table table)
    {
        var existing = session.Dialect.IndexesOf(session, table.Name);
        var wanted = SqlDialect.IndexesOf(table).ToList();
        // Before the old keys go: a server may need an index for as long as the table has one.
        foreach (var index in wanted.Where(index => !existing.Any(there => Covers(there, index.Columns, index.IsUnique))))
        {
            session.Execute(SqlDialect.Create(index));
        }
        foreach (var index in existing.Where(there => table.ReplacedKeys.Any(key => Covers(there, key, isUnique: true))))
        {
            session.Execute(session.Dialect.Drop(index));
        }
    }

    private static bool Covers(TableIndex index, IReadOnlyList<string> columns, bool isUnique) =>
        (index.IsUnique || !isUnique) && index.Columns.SequenceEqual(columns, StringComparer.OrdinalIgnoreCase);
}
