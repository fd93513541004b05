namespace LwCoder.Configuration.Toml;

/// <summary>Values: finds out which kind begins here and reads it.</summary>
internal static class TomlValueReader
{
    /// <param name="depth">How many arrays and inline tables are open around it.</param>
    public static TomlValue Read(TomlCursor cursor, int depth = 0)
    {
        var position = cursor.Position;
        if (depth > TomlReader.MaximumDepth)
        {
            throw new TomlException($"values may be nested {TomlReader.MaximumDepth} deep at most", position);
        }
        return cursor.Current switch
        {
            '"' or '\'' => new TomlString(TomlStringReader.Read(cursor), position),
            '[' => ReadArray(cursor, depth),
            '{' => ReadInlineTable(cursor, depth),
            _ => ReadToken(cursor, position),
        };
    }

    private static TomlArray ReadArray(TomlCursor cursor, int depth)
    {
        var array = new TomlArray(cursor.Position);
        cursor.Advance();
        while (true)
        {
            cursor.SkipBlankLines();
            if (cursor.TryTake(']'))
            {
                return array;
            }
            array.Add(Read(cursor, depth + 1));
            cursor.SkipBlankLines();
            if (!cursor.TryTake(','))
            {
                cursor.Take(']', "or ',' after an item of an array");
                return array;
            }
        }
    }

    /// <summary>On one line, without a comma after the last pair.</summary>
    private static TomlTable ReadInlineTable(TomlCursor cursor, int depth)
    {
        var table = new TomlTable(cursor.Position, TomlTableOrigin.Inline);
        cursor.Advance();
        cursor.SkipBlanks();
        if (cursor.TryTake('}'))
        {
            return table;
        }
        do
        {
            TomlTableBuilder.Assign(table, TomlKeyReader.ReadPath(cursor), ReadAssigned(cursor, depth + 1));
            cursor.SkipBlanks();
        }
        while (cursor.TryTake(','));
        cursor.Take('}', "or ',' after a pair of an inline table, which is written on one line");
        return table;
    }

    /// <summary>`=` and the value after it.</summary>
    public static TomlValue ReadAssigned(TomlCursor cursor, int depth = 0)
    {
        cursor.Take('=', "after a key");
        cursor.SkipBlanks();
        return Read(cursor, depth);
    }

    private static TomlValue ReadToken(TomlCursor cursor, TomlPosition position)
    {
        var token = cursor.TakeWhile(IsInToken);
        if (token.IsEmpty)
        {
            throw cursor.Unexpected("a value");
        }
        if (token is "true" or "false")
        {
            return new TomlBoolean(token is "true", position);
        }
        if (TomlMomentReader.IsDateShaped(token) && cursor.Current == ' ' && char.IsAsciiDigit(cursor.Peek(1)))
        {
            cursor.Advance();
            token = $"{token}T{cursor.TakeWhile(IsInToken)}";
        }
        if (TomlMomentReader.LooksLikeOne(token))
        {
            return TomlMomentReader.Read(token, position);
        }
        return TomlNumberReader.TryRead(token, position) ?? throw NoValue(token, position);
    }

    private static bool IsInToken(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '+' or '-' or '_' or '.' or ':';

    private static TomlException NoValue(ReadOnlySpan<char> token, TomlPosition position) =>
        new($"{SafeText.QuoteStart(token.ToString())} is no {(char.IsAsciiLetter(token[0])
            ? "value; a string needs quotes, and true and false are lower case"
            : "number as TOML writes them")}", position);
}
