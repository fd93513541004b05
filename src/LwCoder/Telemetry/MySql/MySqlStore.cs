using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.MySql;

/// <summary>A store in a database on a server. Nobody's server is started or stopped by lw_coder.</summary>
internal static class MySqlStore
{
    /// <param name="project">Null when it cannot be told from others; then nothing is checked.</param>
    /// <param name="isShared">The user wants several projects in it.</param>
    public static TelemetryStore At(
        StoreAddress address, string? password, ProjectIdentity? project, bool isShared, TimeProvider time) => new(
        () => MySqlSession.Open(address, password),
        $"{address}",
        new StorePatience(TimeSpan.FromSeconds(30), time),
        time)
    {
        Ready = session => Join(session, project, isShared, address, time),
    };

    /// <exception cref="StoreException">The database is another project's.</exception>
    private static void Join(
        ISqlSession session, ProjectIdentity? project, bool isShared, StoreAddress address, TimeProvider time)
    {
        var there = session.List("SELECT project_id, name FROM projects", row => new ProjectIdentity(row.Text(0)!, row.Text(1)!));
        if (project is null || there.Exists(known => known.Id == project.Id))
        {
            return;
        }
        if (there.Count > 0 && !isShared)
        {
            throw new StoreException(
                StoreFault.Foreign,
                $"{address} has the sessions of {there[0].Name}, which is another project than {project.Name}",
                "give this project a database of its own with LW_CODER_STORE_URL, or let projects share with shared = true "
                + "under [store] in ~/.lw_coder/config.toml");
        }
        session.Execute(
            $"INSERT INTO {SqlDialect.Quote(UpkeepTables.Projects.Name)} (project_id, name, joined_at) VALUES (?, ?, ?) "
            + "ON DUPLICATE KEY UPDATE project_id = project_id",
            project.Id, project.Name, time.GetUtcNow());
    }
}
