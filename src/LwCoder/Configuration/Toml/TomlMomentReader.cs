namespace LwCoder.Configuration.Toml;

/// <summary>Dates and times, from a token that has been cut out of the text already.</summary>
internal static class TomlMomentReader
{
    private const int DateLength = 10;
    private const int TimeLength = 8;

    /// <summary>True when the token begins like a date or a time and can therefore be nothing else.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> token) => StartsLikeDate(token) || StartsLikeTime(token);

    /// <summary>True for a date that a blank and a time may follow.</summary>
    public static bool IsDateShaped(ReadOnlySpan<char> token) => token.Length == DateLength && StartsLikeDate(token);

    /// <exception cref="TomlException">It is malformed, or names a day or time that does not exist.</exception>
    public static TomlMoment Read(ReadOnlySpan<char> token, TomlPosition position)
    {
        var kind = TomlMomentKind.LocalTime;
        var date = "";
        var rest = token;
        if (StartsLikeDate(token))
        {
            date = ReadDate(ref rest) ?? throw Invalid(token, position);
            if (rest.IsEmpty)
            {
                return new TomlMoment(TomlMomentKind.LocalDate, date, position);
            }
            if (rest[0] is not ('T' or 't'))
            {
                throw Invalid(token, position);
            }
            rest = rest[1..];
            date += "T";
            kind = TomlMomentKind.LocalDateTime;
        }
        var time = ReadTime(ref rest) ?? throw Invalid(token, position);
        if (kind == TomlMomentKind.LocalDateTime && !rest.IsEmpty)
        {
            kind = TomlMomentKind.OffsetDateTime;
            time += ReadOffset(ref rest);
        }
        return rest.IsEmpty ? new TomlMoment(kind, date + time, position) : throw Invalid(token, position);
    }

    private static bool StartsLikeDate(ReadOnlySpan<char> token) =>
        token.Length > 4 && token[4] == '-' && Number(token, 0, 4) is not null;

    private static bool StartsLikeTime(ReadOnlySpan<char> token) =>
        token.Length > 2 && token[2] == ':' && Number(token, 0, 2) is not null;

    private static string? ReadDate(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < DateLength || rest[7] != '-'
            || Number(rest, 0, 4) is not { } year || Number(rest, 5, 2) is not { } month || Number(rest, 8, 2) is not { } day
            || month is < 1 or > 12 || day < 1 || day > DaysIn(year, month))
        {
            return null;
        }
        return Cut(ref rest, DateLength);
    }

    private static string? ReadTime(ref ReadOnlySpan<char> rest)
    {
        // Second 60 is a leap second, which the grammar allows without saying on which days.
        if (rest.Length < TimeLength || rest[2] != ':' || rest[5] != ':'
            || Number(rest, 0, 2) is not <= 23 || Number(rest, 3, 2) is not <= 59 || Number(rest, 6, 2) is not <= 60)
        {
            return null;
        }
        var time = Cut(ref rest, TimeLength);
        if (rest.IsEmpty || rest[0] != '.')
        {
            return time;
        }
        var length = rest[1..].IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? rest.Length : length + 1;
        return length == 1 ? null : time + Cut(ref rest, length).PadRight(4, '0');
    }

    /// <summary>Leaves <paramref name="rest"/> non-empty when there is no offset.</summary>
    private static string ReadOffset(ref ReadOnlySpan<char> rest)
    {
        if (rest is "Z" or "z")
        {
            rest = [];
            return "Z";
        }
        return rest.Length == 6 && rest[0] is '+' or '-' && rest[3] == ':'
            && Number(rest, 1, 2) is <= 23 && Number(rest, 4, 2) is <= 59
            ? Cut(ref rest, 6)
            : "";
    }

    private static string Cut(ref ReadOnlySpan<char> rest, int length)
    {
        var cut = rest[..length].ToString();
        rest = rest[length..];
        return cut;
    }

    /// <summary>Exactly <paramref name="count"/> ASCII digits, or null.</summary>
    private static int? Number(ReadOnlySpan<char> token, int start, int count)
    {
        var number = 0;
        foreach (var character in token.Slice(start, count))
        {
            if (!char.IsAsciiDigit(character))
            {
                return null;
            }
            number = (number * 10) + character - '0';
        }
        return number;
    }

    /// <summary>The calendar repeats every 400 years; .NET's has no year 0, TOML's has.</summary>
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth((year % 400) + 400, month);

    private static TomlException Invalid(ReadOnlySpan<char> token, TomlPosition position) =>
        new(
            $"{SafeText.QuoteStart(token.ToString())} is no date or time that exists; "
            + "write for example 2025-01-31 or 2025-01-31T12:30:00Z",
            position);
}
