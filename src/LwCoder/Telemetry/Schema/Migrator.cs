using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Schema;

/// <summary>Brings a database to the schema of this lw_coder.</summary>
internal static class Migrator
{
    /// <exception cref="StoreException">A newer lw_coder made it: going back could lose what it wrote.</exception>
    /// <exception cref="StoreException">The database refused or is gone.</exception>
    public static void Migrate(ISqlSession session, TimeProvider time)
    {
        if (VersionOf(session) == Migration.Newest)
        {
            return;
        }
        session.Dialect.Exclusively(session, () =>
        {
            // Another process may have done it meanwhile.
            var version = VersionOf(session);
            foreach (var migration in Migration.All.Where(migration => migration.Number > version))
            {
                foreach (var statement in migration.Statements)
                {
                    session.Execute(statement);
                }
            }
            SchemaReconciler.Reconcile(session);
            foreach (var migration in Migration.All.Where(migration => migration.Number > version))
            {
                session.Execute(
                    "INSERT INTO schema_versions (version, name, applied_at) VALUES (?, ?, ?)",
                    (long)migration.Number, migration.Name, time.GetUtcNow());
            }
        });
    }

    /// <summary>Of the schema; 0 when there is none of ours.</summary>
    /// <exception cref="StoreException">It is newer than ours.</exception>
    public static int VersionOf(ISqlSession session)
    {
        if (!session.Dialect.HasTable(session, UpkeepTables.SchemaVersions.Name))
        {
            return 0;
        }
        var version = (int)(session.Number("SELECT MAX(version) FROM schema_versions") ?? 0);
        return version <= Migration.Newest ? version : throw new StoreException(
            StoreFault.Foreign,
            $"the store has schema {version}, made by a newer lw_coder; this one knows {Migration.Newest} and would damage it",
            "update lw_coder: dotnet tool update --global lw_coder");
    }
}
