using System.Text;
using LwCoder.Telemetry.Sql;
using SQLitePCL;

namespace LwCoder.Telemetry.Sqlite;

/// <summary>A SQLite file, through its C library.</summary>
internal sealed class SqliteSession : ISqlSession
{
    /// <summary>Rows in one statement: more gain nothing.</summary>
    private const int RowsAtOnce = 32;

    private readonly sqlite3 _database;
    private readonly string _file;
    private readonly Dictionary<InsertStatement, (SqliteStatement Many, SqliteStatement One)> _inserts =
        new(ReferenceEqualityComparer.Instance);

    private SqliteSession(sqlite3 database, string file) => (_database, _file) = (database, file);

    public SqlDialect Dialect => SqliteDialect.Instance;

    /// <summary>Opens the file, and makes it if it is to be written to.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static SqliteSession Open(string file, SqliteAccess access)
    {
        SqliteLibrary.Load();
        var flags = access == SqliteAccess.Write
            ? raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE
            : raw.SQLITE_OPEN_READONLY;
        // Without a lock of its own: a session is used by one thread at a time.
        var result = raw.sqlite3_open_v2(file, out var database, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var session = new SqliteSession(database, file);
        try
        {
            session.Check(result);
            session.SetUp(access);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public long Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        statement.Run();
        return raw.sqlite3_changes(_database);
    }

    public ISqlCursor Query(string sql, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Prepare(sql);
        try
        {
            statement.Bind(values);
            return new SqliteCursor(statement);
        }
        catch
        {
            statement.Dispose();
            throw;
        }
    }

    public T Ask<T>(string sql, Func<ISqlCursor, T> read)
    {
        // On a connection of its own: what the guard forbids, this one may need.
        using var reader = Open(_file, SqliteAccess.Read);
        using var guard = new SqliteReadGuard(reader._database);
        var cursor = reader.PrepareOnly(sql, guard);
        using (cursor)
        {
            return read(cursor);
        }
    }

    public void Insert(InsertStatement statement, ReadOnlySpan<SqlValue> values)
    {
        var width = statement.Columns.Count;
        var (many, one) = PreparedInsert(statement);
        while (values.Length > 0)
        {
            var isMany = values.Length >= width * RowsAtOnce;
            var prepared = isMany ? many : one;
            var next = isMany ? width * RowsAtOnce : width;
            prepared.Bind(values[..next]);
            prepared.Run();
            values = values[next..];
        }
    }

    public void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Explain(result);
        }
    }

    public StoreException Explain(int result) =>
        SqliteFault.Explain(result, raw.sqlite3_errmsg(_database).utf8_to_string(), _file);

    public void Dispose()
    {
        foreach (var (many, one) in _inserts.Values)
        {
            many.Dispose();
            one.Dispose();
        }
        _database.Dispose();
    }

    private SqliteCursor PrepareOnly(string sql, SqliteReadGuard guard)
    {
        var result = raw.sqlite3_prepare_v2(_database, sql, out var handle, out var rest);
        if (guard.Refused is { } refused)
        {
            handle.Dispose();
            throw ReadOnlyError.Of(refused);
        }
        Check(result);
        var statement = new SqliteStatement(this, handle);
        if (handle.IsInvalid || !string.IsNullOrWhiteSpace(rest.Trim().TrimStart(';')))
        {
            statement.Dispose();
            throw ReadOnlyError.Of(handle.IsInvalid ? "nothing" : "several statements");
        }
        return new SqliteCursor(statement);
    }

    private SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_database, sql, out var handle));
        return new SqliteStatement(this, handle);
    }

    private (SqliteStatement Many, SqliteStatement One) PreparedInsert(InsertStatement statement)
    {
        if (!_inserts.TryGetValue(statement, out var prepared))
        {
            prepared = (Prepare(TextOf(statement, RowsAtOnce)), Prepare(TextOf(statement, 1)));
            _inserts.Add(statement, prepared);
        }
        return prepared;
    }

    private string TextOf(InsertStatement statement, int rows)
    {
        var row = $"({string.Join(", ", Enumerable.Repeat("?", statement.Columns.Count))})";
        return new StringBuilder(SqlDialect.InsertPrefix(statement))
            .AppendJoin(", ", Enumerable.Repeat(row, rows))
            .Append(Dialect.InsertSuffix(statement))
            .ToString();
    }

    private void SetUp(SqliteAccess access)
    {
        // This build of SQLite would wait in whole seconds; whoever uses a session waits by itself, in milliseconds.
        Check(raw.sqlite3_busy_timeout(_database, 0));
        if (access == SqliteAccess.Write)
        {
            Execute("PRAGMA journal_mode = WAL");
            // With a WAL this loses at most the last transactions when the machine crashes, and nothing when we do.
            Execute("PRAGMA synchronous = NORMAL");
        }
    }
}

internal enum SqliteAccess { Read, Write }
