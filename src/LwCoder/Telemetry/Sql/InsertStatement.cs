using LwCoder.Telemetry.Schema;

namespace LwCoder.Telemetry.Sql;

/// <summary>Rows into some columns of a table, and what happens to those that are there already.</summary>
internal sealed record InsertStatement(Table Table, IReadOnlyList<Column> Columns, OnConflict Conflict);

internal enum OnConflict
{
    /// <summary>It is a mistake.</summary>
    Fail,
    /// <summary>The first one told stays.</summary>
    Keep,
    /// <summary>Column by column, see <see cref="MergeRule"/>.</summary>
    Merge,
}
