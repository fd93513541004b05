namespace LwCoder.Configuration.Toml;

/// <summary>Anything that can stand to the right of `=`, with the place where it begins.</summary>
internal abstract class TomlValue(TomlPosition position)
{
    public TomlPosition Position { get; } = position;
}

internal sealed class TomlString(string value, TomlPosition position) : TomlValue(position)
{
    public string Value { get; } = value;
}

internal sealed class TomlInteger(long value, TomlPosition position) : TomlValue(position)
{
    public long Value { get; } = value;
}

internal sealed class TomlFloat(double value, TomlPosition position) : TomlValue(position)
{
    public double Value { get; } = value;
}

internal sealed class TomlBoolean(bool value, TomlPosition position) : TomlValue(position)
{
    public bool Value { get; } = value;
}

/// <summary>
/// A date, a time or both. It stays text because TOML allows what no .NET type holds: year 0, second 60, any number
/// of fraction digits.
/// </summary>
/// <param name="text">RFC 3339 with `T` and `Z` in upper case; the fraction, if any, has three digits or more.</param>
internal sealed class TomlMoment(TomlMomentKind kind, string text, TomlPosition position) : TomlValue(position)
{
    public TomlMomentKind Kind { get; } = kind;

    public string Text { get; } = text;
}

internal enum TomlMomentKind
{
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
}

/// <param name="ofTables">True when it was written as `[[name]]` sections, which alone may grow.</param>
internal sealed class TomlArray(TomlPosition position, bool ofTables = false) : TomlValue(position)
{
    private readonly List<TomlValue> _items = [];

    public IReadOnlyList<TomlValue> Items => _items;

    public bool OfTables { get; } = ofTables;

    internal void Add(TomlValue item) => _items.Add(item);
}
