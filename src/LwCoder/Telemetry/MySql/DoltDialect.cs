using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.MySql;

/// <summary>Dolt: MySQL with commits.</summary>
internal sealed class DoltDialect : MySqlDialect
{
    public override string Name => "Dolt";

    /// <summary>Commits, and keeps the hash where the boundary is.</summary>
    public override string? Mark(ISqlSession session, string kind, string subject, DateTimeOffset now)
    {
        base.Mark(session, kind, subject, now);
        var hash = Commit(session, $"{kind}: {subject}");
        session.Execute(
            """
            UPDATE boundaries SET dolt_commit_hash = ?
            WHERE boundary_id =
                (SELECT id FROM (SELECT MAX(boundary_id) AS id FROM boundaries WHERE kind = ? AND subject = ?) AS newest)
            """,
            hash, kind, subject);
        return hash;
    }

    private static string? Commit(ISqlSession session, string message)
    {
        try
        {
            session.Execute("CALL DOLT_COMMIT('-A', '-m', ?)", message);
        }
        catch (StoreException refused) when (refused.Message.Contains("nothing to commit", StringComparison.OrdinalIgnoreCase))
        {
            // All of it was committed before, and the newest commit is the one that has it.
        }
        return session.List("SELECT DOLT_HASHOF('HEAD')", row => row.Text(0)).FirstOrDefault();
    }
}
