namespace LwCoder.Telemetry.Sql;

internal static class SqlSessionExtensions
{
    /// <summary>All rows of an answer that is known to be short.</summary>
    public static List<T> List<T>(
        this ISqlSession session, string sql, Func<ISqlCursor, T> read, params ReadOnlySpan<SqlValue> values)
    {
        using var cursor = session.Query(sql, values);
        var rows = new List<T>();
        while (cursor.Read())
        {
            rows.Add(read(cursor));
        }
        return rows;
    }

    /// <summary>The number in the first column of the first row.</summary>
    public static long? Number(this ISqlSession session, string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var cursor = session.Query(sql, values);
        return cursor.Read() ? cursor.Whole(0) : null;
    }

    public static DateTimeOffset? Moment(this ISqlCursor cursor, int column) => SqlMoment.Read(cursor.Text(column));

    /// <summary>US dollars; 0 for what is no amount, as another program may have put into a column that takes all.</summary>
    public static decimal Money(this ISqlCursor cursor, int column) =>
        cursor.Real(column) is { } dollars && Math.Abs(dollars) < 1e15 ? (decimal)dollars : 0;

    /// <summary>Does all of it or nothing.</summary>
    public static void InTransaction(this ISqlSession session, Action work)
    {
        session.Execute(session.Dialect.Begin);
        try
        {
            work();
            session.Execute("COMMIT");
        }
        catch
        {
            try
            {
                session.Execute("ROLLBACK");
            }
            catch (StoreException)
            {
                // The connection is gone, or the database rolled back by itself: the first exception says why.
            }
            throw;
        }
    }
}
