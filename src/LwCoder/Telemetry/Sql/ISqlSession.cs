namespace LwCoder.Telemetry.Sql;

/// <summary>
/// One connection to a database, for one thread at a time: the small common part of SQLite's and MariaDB's C libraries.
/// </summary>
/// <remarks>Statements are lw_coder's own text with `?` for values, except what <see cref="Ask"/> gets.</remarks>
internal interface ISqlSession : IDisposable
{
    SqlDialect Dialect { get; }

    /// <returns>Rows that were changed.</returns>
    /// <exception cref="StoreException">The database refused or is gone.</exception>
    long Execute(string sql, params ReadOnlySpan<SqlValue> values);

    /// <exception cref="StoreException">The database refused or is gone.</exception>
    ISqlCursor Query(string sql, params ReadOnlySpan<SqlValue> values);

    /// <summary>Runs one statement of the user's that may only read; the database itself sees to that.</summary>
    /// <param name="read">Gets the rows.</param>
    /// <exception cref="UserError">It would do more than read, or is several.</exception>
    /// <exception cref="StoreException">The database refused or is gone.</exception>
    T Ask<T>(string sql, Func<ISqlCursor, T> read);

    /// <summary>Writes many rows with few statements.</summary>
    /// <param name="values">Row after row, each with a value for every column of the statement.</param>
    /// <exception cref="StoreException">The database refused or is gone.</exception>
    void Insert(InsertStatement statement, ReadOnlySpan<SqlValue> values);
}

/// <summary>Rows of an answer, one at a time.</summary>
internal interface ISqlCursor : IDisposable
{
    IReadOnlyList<string> Columns { get; }

    /// <summary>Steps to the next row. What the members below give is of that row.</summary>
    bool Read();

    bool IsNull(int column);

    /// <summary>True when the value is a number and not digits in a text.</summary>
    bool IsNumber(int column);

    string? Text(int column);

    long? Whole(int column);

    double? Real(int column);
}
