using System.Text;

namespace LwCoder.Configuration;

/// <param name="text">With LF line ends.</param>
/// <param name="path">How errors name the file.</param>
internal sealed class EnvFileParser(string text, string path)
{
    private const string Export = "export";
    private readonly Dictionary<string, string> _variables = new(EnvironmentVariables.Comparer);
    private int _index;
    private int _line;

    public IReadOnlyDictionary<string, string> Parse()
    {
        while (_index < text.Length)
        {
            _line++;
            SkipBlanks();
            if (!IsRestOfLineEmpty())
            {
                ReadEntry();
            }
            TakeLine();
        }
        return _variables;
    }

    private char Current => _index < text.Length ? text[_index] : '\n';

    private void ReadEntry()
    {
        var line = _line;
        var name = ReadName() ?? throw Error(line, "expected NAME=value", "write a name of letters, digits and _, then =");
        SkipBlanks();
        var value = Current is '"' or '\'' ? ReadQuoted(name) : ReadBare();
        if (value.Contains('\0'))
        {
            throw Error(line, $"the value of {name} holds a NUL character", "remove it; no variable can hold one");
        }
        _variables[name] = value;
    }

    /// <summary>The text before `=`, without `export`; null when a shell would not take it for a name.</summary>
    private string? ReadName()
    {
        var line = RestOfLine();
        var equals = line.IndexOf('=');
        if (equals < 0)
        {
            return null;
        }
        _index += equals + 1;
        var name = line[..equals].Trim();
        if (name.StartsWith(Export) && name.Length > Export.Length && name[Export.Length] is ' ' or '\t')
        {
            name = name[Export.Length..].Trim();
        }
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
            {
                return null;
            }
        }
        return name.IsEmpty || char.IsAsciiDigit(name[0]) ? null : name.ToString();
    }

    /// <summary>Ends with its line, or before a blank and `#`.</summary>
    private string ReadBare()
    {
        var value = TakeRestOfLine();
        for (var index = 0; index < value.Length; index++)
        {
            if (value[index] == '#' && (index == 0 || value[index - 1] is ' ' or '\t'))
            {
                value = value[..index];
            }
        }
        return value.Trim().ToString();
    }

    /// <summary>May span lines. Double quotes know a few escapes, single quotes none; nothing is expanded.</summary>
    private string ReadQuoted(string name)
    {
        var openedAt = _line;
        var quote = Current;
        var value = new StringBuilder();
        for (_index++; _index < text.Length && Current != quote; _index++)
        {
            if (Current == '\n')
            {
                _line++;
            }
            if (quote == '"' && Current == '\\' && _index + 1 < text.Length && Unescape(text[_index + 1]) is { } escaped)
            {
                value.Append(escaped);
                _index++;
            }
            else
            {
                value.Append(Current);
            }
        }
        if (_index == text.Length)
        {
            throw Error(openedAt, $"the value of {name} is not closed by {quote}", $"end it with {quote}");
        }
        _index++;
        SkipBlanks();
        return IsRestOfLineEmpty()
            ? value.ToString()
            : throw Error(_line, $"text follows the quoted value of {name}", "put the whole value in one pair of quotes");
    }

    private static char? Unescape(char character) => character switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' or '\\' or '$' => character,
        _ => null,
    };

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            _index++;
        }
    }

    private bool IsRestOfLineEmpty() => Current is '\n' or '#';

    private ReadOnlySpan<char> RestOfLine()
    {
        var rest = text.AsSpan(Math.Min(_index, text.Length));
        var end = rest.IndexOf('\n');
        return end < 0 ? rest : rest[..end];
    }

    private ReadOnlySpan<char> TakeRestOfLine()
    {
        var rest = RestOfLine();
        _index += rest.Length;
        return rest;
    }

    /// <summary>What is left of the line, and its end.</summary>
    private void TakeLine() => _index += RestOfLine().Length + 1;

    private UserError Error(int line, string message, string hint) =>
        new($"{path}:{line}: {message}", hint, ExitCode.Environment);
}
