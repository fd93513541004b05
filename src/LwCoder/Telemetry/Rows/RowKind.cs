using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Rows;

/// <summary>How a row of ours becomes a row of a table.</summary>
internal sealed class RowKind<TRow>
{
    private readonly Func<TRow, SqlValue>[] _values;
    private readonly Column[] _columns;

    public RowKind(Table table, OnConflict conflict, params RowField<TRow>[] fields)
    {
        _values = [.. fields.Select(field => field.Value)];
        _columns = [.. fields.Select(field => table[field.Column])];
        Insert = new InsertStatement(table, _columns, conflict);
    }

    public InsertStatement Insert { get; }

    public TableRows RowsOf(IReadOnlyList<TRow> rows) => new(Insert, ValuesOf(rows));

    /// <summary>The values of all rows, one row after the other, bounded by what their columns can hold.</summary>
    public SqlValue[] ValuesOf(IReadOnlyList<TRow> rows)
    {
        var values = new SqlValue[rows.Count * _values.Length];
        var next = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < _values.Length; i++)
            {
                values[next++] = ColumnFit.Fit(_values[i](row), _columns[i]);
            }
        }
        return values;
    }
}

internal readonly record struct RowField<TRow>(string Column, Func<TRow, SqlValue> Value);
