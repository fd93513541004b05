namespace LwCoder.Configuration.Toml;

/// <summary>A place in the text that moves forward: blanks, comments, line ends, and errors that say where they are.</summary>
internal sealed class TomlCursor(string text)
{
    private int _index;
    private int _line = 1;
    private int _lineStart;

    public bool AtEnd => _index == text.Length;

    /// <summary>The next character; NUL, which TOML allows nowhere, at the end.</summary>
    public char Current => Peek(0);

    public TomlPosition Position => new(_line, _index - _lineStart + 1);

    public char Peek(int offset) => _index + offset < text.Length ? text[_index + offset] : '\0';

    /// <summary>Moves over characters that are no line end.</summary>
    public void Advance(int count = 1) => _index += count;

    public bool TryTake(char expected)
    {
        if (Current != expected)
        {
            return false;
        }
        _index++;
        return true;
    }

    public void Take(char expected, string purpose)
    {
        if (!TryTake(expected))
        {
            throw Unexpected($"'{expected}' {purpose}");
        }
    }

    public ReadOnlySpan<char> TakeWhile(Predicate<char> isAllowed)
    {
        var start = _index;
        while (_index < text.Length && isAllowed(text[_index]))
        {
            _index++;
        }
        return text.AsSpan(start, _index - start);
    }

    /// <summary>Moves over LF or CR LF. A CR alone is no line end.</summary>
    public bool TryTakeNewline(out string newline)
    {
        newline = Current == '\n' ? "\n" : Current == '\r' && Peek(1) == '\n' ? "\r\n" : "";
        if (newline.Length == 0)
        {
            return false;
        }
        _index += newline.Length;
        _line++;
        _lineStart = _index;
        return true;
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            _index++;
        }
    }

    /// <summary>Blanks, comments and line ends, as allowed between the items of an array.</summary>
    public void SkipBlankLines()
    {
        do
        {
            SkipBlanks();
            SkipComment();
        }
        while (TryTakeNewline(out _));
    }

    /// <summary>The rest of a line on which nothing but a comment may follow.</summary>
    public void FinishLine(string after)
    {
        SkipBlanks();
        SkipComment();
        if (!TryTakeNewline(out _) && !AtEnd)
        {
            throw Unexpected($"the end of the line after {after}");
        }
    }

    public TomlException Unexpected(string expected) =>
        new($"expected {expected}, found {TomlCharacters.Describe(text, _index)}", Position);

    private void SkipComment()
    {
        if (TryTake('#'))
        {
            TakeWhile(character => !TomlCharacters.IsControlExceptTab(character));
            if (!AtEnd && Current != '\n' && !(Current == '\r' && Peek(1) == '\n'))
            {
                throw Unexpected("the rest of the comment");
            }
        }
    }
}
