using System.Buffers;
using System.Text;
using LwCoder.Telemetry.Sql;
using SQLitePCL;

namespace LwCoder.Telemetry.Sqlite;

/// <summary>A prepared statement.</summary>
internal sealed class SqliteStatement(SqliteSession session, sqlite3_stmt handle) : IDisposable
{
    private byte[] _bytes = [];

    public sqlite3_stmt Handle => handle;

    public int ColumnCount => raw.sqlite3_column_count(handle);

    public void Bind(ReadOnlySpan<SqlValue> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            session.Check(Bind(i + 1, values[i]));
        }
    }

    /// <returns>True when there is a row.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return result == raw.SQLITE_ROW;
        }
        var problem = session.Explain(result);
        Reset();
        throw problem;
    }

    public void Run()
    {
        while (Step())
        {
        }
        Reset();
    }

    /// <summary>Makes it ready to run again. The error it may report is that of the last step, which was thrown then.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public void Dispose() => handle.Dispose();

    private int Bind(int index, in SqlValue value) => value.Kind switch
    {
        SqlValueKind.Text => BindText(index, value.Text!),
        SqlValueKind.Whole => raw.sqlite3_bind_int64(handle, index, value.Whole),
        SqlValueKind.Real => raw.sqlite3_bind_double(handle, index, value.Real),
        SqlValueKind.Moment => BindText(index, SqlMoment.Write(value.Moment, SqlMoment.Milliseconds)),
        _ => raw.sqlite3_bind_null(handle, index),
    };

    /// <summary>With its length, so that a NUL inside does not end it.</summary>
    private int BindText(int index, string text)
    {
        if (_bytes.Length < text.Length * 3)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(text.Length * 3);
        }
        var length = Encoding.UTF8.GetBytes(text, _bytes);
        // An empty span has no address, and a text without one is NULL.
        return length == 0
            ? raw.sqlite3_bind_text(handle, index, "")
            : raw.sqlite3_bind_text(handle, index, _bytes.AsSpan(0, length));
    }
}
