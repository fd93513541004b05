using System.Globalization;

namespace LwCoder.Telemetry.Sql;

/// <summary>A value on its way into a statement, without a box around it: an import binds millions.</summary>
internal readonly struct SqlValue
{
    private readonly long _number;

    private SqlValue(SqlValueKind kind, long number, string? text)
    {
        Kind = kind;
        _number = number;
        Text = text;
    }

    public static SqlValue Null => default;

    public SqlValueKind Kind { get; }

    public bool IsNull => Kind == SqlValueKind.Null;

    /// <summary>Of a <see cref="SqlValueKind.Text"/>.</summary>
    public string? Text { get; }

    public long Whole => _number;

    public double Real => BitConverter.Int64BitsToDouble(_number);

    public DateTimeOffset Moment => DateTimeOffset.FromUnixTimeMilliseconds(_number);

    public static implicit operator SqlValue(string? text) => text is null ? Null : new(SqlValueKind.Text, 0, text);

    public static implicit operator SqlValue(long number) => new(SqlValueKind.Whole, number, null);

    public static implicit operator SqlValue(long? number) => number is { } known ? known : Null;

    public static implicit operator SqlValue(int? number) => number is { } known ? (long)known : Null;

    public static implicit operator SqlValue(bool flag) => flag ? 1L : 0L;

    public static implicit operator SqlValue(double number) =>
        new(SqlValueKind.Real, BitConverter.DoubleToInt64Bits(number), null);

    public static implicit operator SqlValue(double? number) => number is { } known ? known : Null;

    /// <summary>Dollars to the millionth fit a double; the column rounds.</summary>
    public static implicit operator SqlValue(decimal? money) => money is { } known ? (double)known : Null;

    public static implicit operator SqlValue(DateTimeOffset moment) =>
        new(SqlValueKind.Moment, moment.ToUnixTimeMilliseconds(), null);

    public static implicit operator SqlValue(DateTimeOffset? moment) => moment is { } known ? known : Null;

    /// <summary>A column's standard value.</summary>
    public static SqlValue Of(object? value) => value switch
    {
        null => Null,
        string text => text,
        long number => number,
        _ => throw new ArgumentException($"{value.GetType().Name} is no value of a column", nameof(value)),
    };

    public override string ToString() => Kind switch
    {
        SqlValueKind.Null => "NULL",
        SqlValueKind.Text => Text!,
        SqlValueKind.Whole => _number.ToString(CultureInfo.InvariantCulture),
        SqlValueKind.Real => Real.ToString("R", CultureInfo.InvariantCulture),
        _ => Moment.ToString("O", CultureInfo.InvariantCulture),
    };
}

internal enum SqlValueKind { Null, Text, Whole, Real, Moment }
