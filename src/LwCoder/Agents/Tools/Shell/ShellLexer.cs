using System.Text;

namespace LwCoder.Agents.Tools.Shell;

/// <param name="Substitutions">The commands inside `$(…)` and backticks.</param>
/// <param name="IsWhole">False when a quote or bracket is never closed.</param>
/// <param name="WritesFile">Output goes to a file.</param>
internal sealed record ShellTokens(
    IReadOnlyList<ShellToken> Tokens, IReadOnlyList<string> Substitutions, bool IsWhole, bool WritesFile);

/// <summary>
/// Cuts a POSIX shell command into words and operators. Redirections and the bodies of here-documents go; expansions stay as
/// they are written, and commands within them are kept apart.
/// </summary>
internal sealed class ShellLexer
{
    private static readonly string[] Operators = ["&&", "||", "|&", ";;", ";", "&", "|", "(", ")", "\n"];

    private readonly string _text;
    private readonly List<ShellToken> _tokens = [];
    private readonly List<string> _substitutions = [];
    private readonly Queue<string> _hereDocuments = [];
    private bool _writesFile;
    private int _at;

    private ShellLexer(string text) => _text = text;

    public static ShellTokens Read(string text)
    {
        var lexer = new ShellLexer(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        var isWhole = lexer.Read();
        return new ShellTokens(lexer._tokens, lexer._substitutions, isWhole, lexer._writesFile);
    }

    private bool Read()
    {
        string? redirection = null;
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter is ' ' or '\t' || At("\\\n"))
            {
                _at += letter == '\\' ? 2 : 1;
            }
            else if (letter == '#')
            {
                SkipTo('\n');
            }
            else if (ReadRedirection() is { } found)
            {
                redirection = found;
            }
            else if (Array.Find(Operators, At) is { } operation)
            {
                _at += operation.Length;
                _tokens.Add(new ShellToken(operation, IsWord: false));
                redirection = null;
                SkipHereDocuments(operation);
            }
            else
            {
                if (ReadWord() is not { } word)
                {
                    return false;
                }
                if (redirection is null)
                {
                    _tokens.Add(new ShellToken(word, IsWord: true));
                }
                else if (redirection is "<<" or "<<-")
                {
                    _hereDocuments.Enqueue(word);
                }
                else
                {
                    _writesFile |= redirection.Contains('>', StringComparison.Ordinal) && word != "/dev/null"
                        && !(redirection.EndsWith('&') && word.All(letter => char.IsAsciiDigit(letter) || letter == '-'));
                }
                redirection = null;
            }
        }
        return true;
    }

    /// <summary>`2&gt;&amp;1`, `&gt; file`, `&lt;&lt;EOF`: the operator, after which its target follows as a word.</summary>
    private string? ReadRedirection()
    {
        var at = _at;
        while (at < _text.Length && char.IsAsciiDigit(_text[at]))
        {
            at++;
        }
        var start = at;
        if (at == _at && at + 1 < _text.Length && _text[at] == '&' && _text[at + 1] == '>')
        {
            at++;
        }
        if (at >= _text.Length || _text[at] is not ('<' or '>') || (at + 1 < _text.Length && _text[at + 1] == '('))
        {
            return null;
        }
        while (at < _text.Length && _text[at] is '<' or '>' or '&' or '|')
        {
            at++;
        }
        var operation = _text[start..at];
        if (operation == "<<" && at < _text.Length && _text[at] == '-')
        {
            at++;
            operation = "<<-";
        }
        _at = at;
        return operation;
    }

    private string? ReadWord()
    {
        var word = new StringBuilder();
        while (_at < _text.Length && !IsEnd())
        {
            var letter = _text[_at];
            var whole = letter switch
            {
                '\'' => ReadQuoted(word),
                '"' => ReadDoubleQuoted(word),
                '$' when At("$(") => ReadSubstitution(word, "$("),
                '<' or '>' => ReadSubstitution(word, _text.Substring(_at, 2)),
                '`' => ReadBackticks(word),
                _ => ReadPlain(word),
            };
            if (!whole)
            {
                return null;
            }
        }
        return word.ToString();
    }

    private bool IsEnd() => _text[_at] is ' ' or '\t' or '\n' or ';' or '&' or '|' or '(' or ')'
        || (_text[_at] is '<' or '>' && !(_at + 1 < _text.Length && _text[_at + 1] == '('));

    private bool ReadPlain(StringBuilder word)
    {
        if (_text[_at] == '\\')
        {
            _at++;
            if (_at < _text.Length && _text[_at] != '\n')
            {
                word.Append(_text[_at]);
            }
        }
        else
        {
            word.Append(_text[_at]);
        }
        _at++;
        return true;
    }

    private bool ReadQuoted(StringBuilder word)
    {
        var end = _text.IndexOf('\'', _at + 1);
        if (end < 0)
        {
            return false;
        }
        word.Append(_text, _at + 1, end - _at - 1);
        _at = end + 1;
        return true;
    }

    private bool ReadDoubleQuoted(StringBuilder word)
    {
        for (_at++; _at < _text.Length;)
        {
            switch (_text[_at])
            {
                case '"':
                    _at++;
                    return true;
                case '\\' when _at + 1 < _text.Length && _text[_at + 1] is '"' or '\\' or '$' or '`' or '\n':
                    word.Append(_text[_at + 1]);
                    _at += 2;
                    break;
                case '$' when At("$("):
                    if (!ReadSubstitution(word, "$("))
                    {
                        return false;
                    }
                    break;
                case '`':
                    if (!ReadBackticks(word))
                    {
                        return false;
                    }
                    break;
                default:
                    word.Append(_text[_at++]);
                    break;
            }
        }
        return false;
    }

    private bool ReadSubstitution(StringBuilder word, string opening)
    {
        var start = _at;
        var depth = 0;
        for (_at += opening.Length - 1; _at < _text.Length; _at++)
        {
            var letter = _text[_at];
            if (letter == '\\')
            {
                _at++;
            }
            else if (letter is '\'' or '"')
            {
                var end = _text.IndexOf(letter, _at + 1);
                if (end < 0)
                {
                    return false;
                }
                _at = end;
            }
            else if (letter == '(')
            {
                depth++;
            }
            else if (letter == ')' && --depth == 0)
            {
                _at++;
                word.Append(_text, start, _at - start);
                _substitutions.Add(_text[(start + opening.Length)..(_at - 1)]);
                return true;
            }
        }
        return false;
    }

    private bool ReadBackticks(StringBuilder word)
    {
        var end = _text.IndexOf('`', _at + 1);
        if (end < 0)
        {
            return false;
        }
        _substitutions.Add(_text[(_at + 1)..end]);
        word.Append(_text, _at, end + 1 - _at);
        _at = end + 1;
        return true;
    }

    private void SkipHereDocuments(string operation)
    {
        while (operation == "\n" && _hereDocuments.TryDequeue(out var delimiter))
        {
            bool isLast;
            do
            {
                var start = _at;
                SkipTo('\n');
                isLast = _at >= _text.Length || _text[start.._at].TrimStart('\t') == delimiter;
                _at = Math.Min(_at + 1, _text.Length);
            }
            while (!isLast);
        }
    }

    private void SkipTo(char letter)
    {
        var end = _text.IndexOf(letter, _at);
        _at = end < 0 ? _text.Length : end;
    }

    private bool At(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;
}
