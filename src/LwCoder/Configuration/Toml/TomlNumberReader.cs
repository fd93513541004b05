using System.Globalization;

namespace LwCoder.Configuration.Toml;

/// <summary>Integers and floats, from a token that has been cut out of the text already.</summary>
internal static class TomlNumberReader
{
    /// <summary>Null when the token is no number at all.</summary>
    /// <exception cref="TomlException">It is an integer that 64 bits cannot hold.</exception>
    public static TomlValue? TryRead(ReadOnlySpan<char> token, TomlPosition position)
    {
        if (token.Length > 2 && token[0] == '0' && RadixOf(token[1]) is { } radix)
        {
            return IsDigits(token[2..], radix) ? new TomlInteger(ReadRadix(token[2..], radix, position), position) : null;
        }
        var unsigned = WithoutSign(token);
        if (unsigned is "inf" or "nan")
        {
            var magnitude = unsigned is "inf" ? double.PositiveInfinity : double.NaN;
            return new TomlFloat(token[0] == '-' ? -magnitude : magnitude, position);
        }
        if (IsDecimalInteger(unsigned))
        {
            var digits = WithoutUnderscores(token);
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                ? new TomlInteger(value, position)
                : throw TooLarge(token, position);
        }
        return IsFloat(unsigned)
            ? new TomlFloat(double.Parse(WithoutUnderscores(token), NumberStyles.Float, CultureInfo.InvariantCulture), position)
            : null;
    }

    private static int? RadixOf(char prefix) => prefix switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => null };

    private static ReadOnlySpan<char> WithoutSign(ReadOnlySpan<char> token) =>
        token.Length > 0 && token[0] is '+' or '-' ? token[1..] : token;

    private static string WithoutUnderscores(ReadOnlySpan<char> token) =>
        token.ToString().Replace("_", "", StringComparison.Ordinal);

    private static bool IsDecimalInteger(ReadOnlySpan<char> token) =>
        IsDigits(token, 10) && (token.Length == 1 || token[0] != '0');

    /// <summary>An integer part, then a fraction, an exponent or both.</summary>
    private static bool IsFloat(ReadOnlySpan<char> token)
    {
        var exponentAt = token.IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? token : token[..exponentAt];
        var pointAt = mantissa.IndexOf('.');
        return (exponentAt >= 0 || pointAt >= 0)
            && IsDecimalInteger(pointAt < 0 ? mantissa : mantissa[..pointAt])
            && (pointAt < 0 || IsDigits(mantissa[(pointAt + 1)..], 10))
            && (exponentAt < 0 || IsDigits(WithoutSign(token[(exponentAt + 1)..]), 10));
    }

    /// <summary>Digits, with single underscores between them only.</summary>
    private static bool IsDigits(ReadOnlySpan<char> token, int radix)
    {
        var afterDigit = false;
        foreach (var character in token)
        {
            if (character == '_' ? !afterDigit : !IsDigit(character, radix))
            {
                return false;
            }
            afterDigit = character != '_';
        }
        return afterDigit;
    }

    private static bool IsDigit(char character, int radix) =>
        radix == 16 ? char.IsAsciiHexDigit(character) : character >= '0' && character < '0' + radix;

    private static long ReadRadix(ReadOnlySpan<char> digits, int radix, TomlPosition position)
    {
        var value = 0L;
        foreach (var character in digits)
        {
            if (character == '_')
            {
                continue;
            }
            var digit = char.IsAsciiDigit(character) ? character - '0' : (character | 0x20) - 'a' + 10;
            if (value > (long.MaxValue - digit) / radix)
            {
                throw TooLarge(digits, position);
            }
            value = (value * radix) + digit;
        }
        return value;
    }

    private static TomlException TooLarge(ReadOnlySpan<char> token, TomlPosition position) =>
        new($"the integer {SafeText.QuoteStart(token.ToString())} does not fit into 64 bits", position);
}
