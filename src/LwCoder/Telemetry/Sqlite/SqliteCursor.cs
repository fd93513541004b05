using System.Text;
using LwCoder.Telemetry.Sql;
using SQLitePCL;

namespace LwCoder.Telemetry.Sqlite;

internal sealed class SqliteCursor(SqliteStatement statement) : ISqlCursor
{
    public IReadOnlyList<string> Columns => field ??= NamesOf(statement);

    public bool Read() => statement.Step();

    public bool IsNull(int column) => raw.sqlite3_column_type(statement.Handle, column) == raw.SQLITE_NULL;

    public bool IsNumber(int column) =>
        raw.sqlite3_column_type(statement.Handle, column) is raw.SQLITE_INTEGER or raw.SQLITE_FLOAT;

    public string? Text(int column)
    {
        if (IsNull(column))
        {
            return null;
        }
        // Text as bytes keeps what stands behind a NUL.
        return Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement.Handle, column));
    }

    public long? Whole(int column) => IsNull(column) ? null : raw.sqlite3_column_int64(statement.Handle, column);

    public double? Real(int column) => IsNull(column) ? null : raw.sqlite3_column_double(statement.Handle, column);

    public void Dispose() => statement.Dispose();

    private static string[] NamesOf(SqliteStatement statement)
    {
        var names = new string[statement.ColumnCount];
        for (var column = 0; column < names.Length; column++)
        {
            names[column] = raw.sqlite3_column_name(statement.Handle, column).utf8_to_string();
        }
        return names;
    }
}
