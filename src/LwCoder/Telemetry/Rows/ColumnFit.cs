using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Rows;

/// <summary>What agents report is not bounded; columns are. The same on every database, so that keys are the same.</summary>
internal static class ColumnFit
{
    public static SqlValue Fit(in SqlValue value, Column column)
    {
        if (value.IsNull)
        {
            return SqlValue.Of(column.Default);
        }
        return column.Type switch
        {
            ColumnType.Varchar { Length: var length } when value.Kind == SqlValueKind.Text =>
                FitText(value, length, column.IsExact),
            ColumnType.Char { Length: var length } when value.Kind == SqlValueKind.Text => FitText(value, length, isId: false),
            ColumnType.Int when value.Kind == SqlValueKind.Whole => Math.Clamp(value.Whole, int.MinValue, int.MaxValue),
            ColumnType.Money { Precision: var precision, Scale: var scale } when value.Kind == SqlValueKind.Real =>
                FitMoney(value.Real, precision, scale),
            // No database has a word for what is no number.
            ColumnType.Real when value.Kind == SqlValueKind.Real && !double.IsFinite(value.Real) => SqlValue.Null,
            _ => value,
        };
    }

    /// <summary>An id that is too long keeps being an id: a hash stands for its end.</summary>
    private static SqlValue FitText(in SqlValue value, int length, bool isId)
    {
        var text = value.Text!;
        if (text.Length <= length)
        {
            return value;
        }
        if (isId)
        {
            var hash = SourceHash.Of(text)[..32];
            return text[..(length - hash.Length)] + hash;
        }
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..end];
    }

    private static SqlValue FitMoney(double dollars, int precision, int scale)
    {
        var limit = Math.Pow(10, precision - scale) - 1;
        return double.IsFinite(dollars) ? Math.Clamp(dollars, -limit, limit) : 0;
    }
}
