using System.Globalization;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Commands.Telemetry;

/// <summary>The answer to a user's own question, which may be of any size: its rows are read while they are printed.</summary>
internal static class SqlAnswer
{
    /// <param name="most">Rows that are read; null for all.</param>
    /// <param name="onMore">Called when there are more.</param>
    public static AnswerTable Of(ISqlCursor cursor, int? most, Action onMore) => new(
        "rows", [.. cursor.Columns.Select(name => new AnswerColumn(name, name))], Rows(cursor, most, onMore));

    private static IEnumerable<IReadOnlyList<object?>> Rows(ISqlCursor cursor, int? most, Action onMore)
    {
        for (var row = 0; cursor.Read(); row++)
        {
            if (row == most)
            {
                onMore();
                yield break;
            }
            var values = new object?[cursor.Columns.Count];
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = ValueOf(cursor, column);
            }
            yield return values;
        }
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
