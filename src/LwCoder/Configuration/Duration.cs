using System.Globalization;

namespace LwCoder.Configuration;

/// <summary>Spans of time as people write them: `90s`, `10m`, `1h30m`, or a whole number of seconds.</summary>
internal static class Duration
{
    /// <summary>Far more than any session needs, and what every timer can wait for.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Null unless it is a span between one second and thirty days.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return Checked(seconds);
        }
        var total = 0L;
        var rest = text.AsSpan();
        foreach (var (unit, size) in ((char, long)[])[('h', 3600), ('m', 60), ('s', 1)])
        {
            var end = rest.IndexOf(unit);
            if (end < 0)
            {
                continue;
            }
            if (!int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }
            total += count * size;
            rest = rest[(end + 1)..];
        }
        return rest.IsEmpty ? Checked(total) : null;
    }

    public static TimeSpan? Checked(long seconds) =>
        seconds >= 1 && seconds <= (long)Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The shortest spelling that <see cref="TryParse"/> reads back.</summary>
    public static string Format(TimeSpan span) => string.Concat(
        Part((long)span.TotalHours, 'h'), Part(span.Minutes, 'm'), Part(span.Seconds, 's'));

    private static string Part(long count, char unit) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
}
