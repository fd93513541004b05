using System.Globalization;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Commands.Telemetry;

/// <summary>The answer to a user's own question.</summary>
internal static class SqlAnswer
{
    public static AnswerTable Read(ISqlCursor cursor)
    {
        var rows = new List<IReadOnlyList<object?>>();
        while (cursor.Read())
        {
            rows.Add([.. Enumerable.Range(0, cursor.Columns.Count).Select(column => ValueOf(cursor, column))]);
        }
        return new AnswerTable("rows", [.. cursor.Columns.Select(name => new AnswerColumn(name, name))], rows);
    }

    private static object? ValueOf(ISqlCursor cursor, int column)
    {
        if (cursor.IsNull(column) || !cursor.IsNumber(column))
        {
            return cursor.Text(column);
        }
        var text = cursor.Text(column)!;
        // JSON has no word for what is infinite; the database's own is a text.
        return long.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? whole
            : double.TryParse(text, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : text;
    }
}
