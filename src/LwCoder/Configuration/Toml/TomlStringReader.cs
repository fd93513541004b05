using System.Globalization;
using System.Text;

namespace LwCoder.Configuration.Toml;

/// <summary>The four kinds of string. A double quote begins one with escapes, a single quote one without.</summary>
internal static class TomlStringReader
{
    public static string Read(TomlCursor cursor)
    {
        var quote = cursor.Current;
        return cursor.Peek(1) == quote && cursor.Peek(2) == quote ? ReadMultiLine(cursor, quote) : ReadSingleLine(cursor);
    }

    /// <summary>The only kind that may be a key.</summary>
    public static string ReadSingleLine(TomlCursor cursor)
    {
        var quote = cursor.Current;
        cursor.Advance();
        StringBuilder? escaped = null;
        while (true)
        {
            var plain = TakePlain(cursor, quote);
            if (cursor.Current == '\\' && quote == '"')
            {
                escaped = (escaped ?? new StringBuilder()).Append(plain);
                AppendEscaped(cursor, escaped);
                continue;
            }
            if (!cursor.TryTake(quote))
            {
                throw cursor.Unexpected($"the closing {quote} of the string");
            }
            return escaped is null ? plain.ToString() : escaped.Append(plain).ToString();
        }
    }

    private static string ReadMultiLine(TomlCursor cursor, char quote)
    {
        var opened = cursor.Position;
        cursor.Advance(3);
        cursor.TryTakeNewline(out _);
        var text = new StringBuilder();
        while (true)
        {
            text.Append(TakePlain(cursor, quote));
            if (cursor.Current == quote)
            {
                var quotes = TakeQuotes(cursor, quote);
                if (quotes >= 3)
                {
                    return text.Append(quote, quotes - 3).ToString();
                }
                text.Append(quote, quotes);
            }
            else if (cursor.Current == '\\' && quote == '"')
            {
                if (!TrySkipLineBreak(cursor))
                {
                    AppendEscaped(cursor, text);
                }
            }
            else if (cursor.TryTakeNewline(out var newline))
            {
                text.Append(newline);
            }
            else
            {
                throw cursor.Unexpected($"the closing {new string(quote, 3)} of the string that began at {opened}");
            }
        }
    }

    /// <summary>Up to a quote, an escape, a line end or what may not stand here.</summary>
    private static ReadOnlySpan<char> TakePlain(TomlCursor cursor, char quote) => cursor.TakeWhile(quote == '"'
        ? character => character is not ('"' or '\\') && !TomlCharacters.IsControlExceptTab(character)
        : character => character != '\'' && !TomlCharacters.IsControlExceptTab(character));

    /// <summary>Three quotes close the string, and up to two right before them belong to it.</summary>
    private static int TakeQuotes(TomlCursor cursor, char quote)
    {
        var count = 0;
        while (count < 5 && cursor.TryTake(quote))
        {
            count++;
        }
        return count;
    }

    /// <summary>A backslash that ends its line joins the next text on, whatever blank lines lie between.</summary>
    private static bool TrySkipLineBreak(TomlCursor cursor)
    {
        if (cursor.Peek(1) is not (' ' or '\t' or '\r' or '\n'))
        {
            return false;
        }
        cursor.Advance();
        cursor.SkipBlanks();
        if (!cursor.TryTakeNewline(out _))
        {
            throw cursor.Unexpected("the end of the line after a backslash and blanks");
        }
        do
        {
            cursor.SkipBlanks();
        }
        while (cursor.TryTakeNewline(out _));
        return true;
    }

    private static void AppendEscaped(TomlCursor cursor, StringBuilder text)
    {
        var start = cursor.Position;
        cursor.Advance();
        var digits = cursor.Current switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            cursor.Advance();
            text.Append(ReadCodePoint(cursor, digits, start));
            return;
        }
        text.Append(cursor.Current switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            _ => throw cursor.Unexpected("one of b t n f r \" \\ u U after a backslash"),
        });
        cursor.Advance();
    }

    private static Rune ReadCodePoint(TomlCursor cursor, int digits, TomlPosition start)
    {
        var code = 0u;
        for (var read = 0; read < digits; read++)
        {
            if (!char.IsAsciiHexDigit(cursor.Current))
            {
                throw cursor.Unexpected($"{digits} hexadecimal digits");
            }
            code = (code << 4) | uint.Parse([cursor.Current], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            cursor.Advance();
        }
        return Rune.TryCreate(code, out var rune)
            ? rune
            : throw new TomlException($"U+{code:X4} is no Unicode character", start);
    }
}
