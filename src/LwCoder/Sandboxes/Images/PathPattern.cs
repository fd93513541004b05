namespace LwCoder.Sandboxes.Images;

/// <summary>
/// One pattern of a `.dockerignore`: `*` and `?` within a path segment, `**` across segments, `[a-z]` classes, `\` to
/// take the next character literally. Matching walks all possibilities at once, so no pattern is slow.
/// </summary>
internal sealed class PathPattern
{
    private readonly List<Token> _tokens;
    private readonly string[] _segments;

    private PathPattern(List<Token> tokens, string[] segments)
    {
        _tokens = tokens;
        _segments = segments;
    }

    /// <param name="pattern">With `/`, neither at its start nor its end.</param>
    /// <exception cref="FormatException">A class or an escape that does not end.</exception>
    public static PathPattern Parse(string pattern)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < pattern.Length; at++)
        {
            tokens.Add(pattern[at] switch
            {
                '*' when at + 1 < pattern.Length && pattern[at + 1] == '*' => AcrossSegments(pattern, ref at),
                '*' => new(TokenKind.InSegment),
                '?' => new(TokenKind.Class, Negated: true, Members: "//"),
                '[' => CharacterClass(pattern, ref at),
                '\\' => ++at < pattern.Length
                    ? new(TokenKind.Literal, pattern[at])
                    : throw new FormatException("it ends in a backslash"),
                var literal => new(TokenKind.Literal, literal),
            });
        }
        return new(tokens, pattern.Split('/'));
    }

    /// <summary>True when the pattern names <paramref name="path"/> itself or a folder above it.</summary>
    public bool Matches(string path)
    {
        var states = new bool[_tokens.Count + 1];
        states[0] = true;
        Skip(states);
        for (var at = 0; at < path.Length; at++)
        {
            if (path[at] == '/' && states[^1])
            {
                return true;
            }
            states = Step(states, path[at]);
        }
        return states[^1];
    }

    /// <summary>True when something below <paramref name="folder"/> could match, so that the folder is worth a walk.</summary>
    public bool MayMatchBelow(string folder)
    {
        var segments = folder.Split('/');
        for (var index = 0; index < segments.Length; index++)
        {
            if (index == _segments.Length || _segments[index].Contains("**", StringComparison.Ordinal))
            {
                return true;
            }
            if (!Parse(_segments[index]).Matches(segments[index]))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Follows the tokens that may match nothing.</summary>
    private void Skip(bool[] states)
    {
        for (var token = 0; token < _tokens.Count; token++)
        {
            states[token + 1] |= states[token] && _tokens[token].Kind is not (TokenKind.Literal or TokenKind.Class);
        }
    }

    private bool[] Step(bool[] states, char next)
    {
        var after = new bool[states.Length];
        for (var token = 0; token < _tokens.Count; token++)
        {
            if (!states[token])
            {
                continue;
            }
            switch (_tokens[token].Kind)
            {
                case TokenKind.InSegment:
                    after[token] |= next != '/';
                    break;
                case TokenKind.Rest or TokenKind.Folders:
                    after[token] = true;
                    break;
                default:
                    after[token + 1] |= _tokens[token].Accepts(next);
                    break;
            }
        }
        // `**/` has matched whole folders only behind a slash.
        for (var token = 0; token < _tokens.Count; token++)
        {
            after[token + 1] |= after[token] && _tokens[token].Kind switch
            {
                TokenKind.InSegment or TokenKind.Rest => true,
                TokenKind.Folders => next == '/',
                _ => false,
            };
        }
        return after;
    }

    /// <summary>`**/` is any number of folders, none included; `**` at the end is everything below.</summary>
    private static Token AcrossSegments(string pattern, ref int at)
    {
        while (at + 1 < pattern.Length && pattern[at + 1] == '*')
        {
            at++;
        }
        if (at + 1 == pattern.Length)
        {
            return new(TokenKind.Rest);
        }
        if (pattern[at + 1] == '/')
        {
            at++;
        }
        return new(TokenKind.Folders);
    }

    private static Token CharacterClass(string pattern, ref int at)
    {
        var end = pattern.IndexOf(']', Math.Min(at + 2, pattern.Length));
        if (end < 0)
        {
            throw new FormatException("a `[` is not closed");
        }
        var negated = pattern[at + 1] is '^';
        var body = pattern[(at + (negated ? 2 : 1))..end];
        at = end;
        var members = "";
        for (var index = 0; index < body.Length; index++)
        {
            var isRange = index + 2 < body.Length && body[index + 1] == '-';
            members += $"{body[index]}{body[isRange ? index + 2 : index]}";
            index += isRange ? 2 : 0;
        }
        return new(TokenKind.Class, Negated: negated, Members: members);
    }

    private enum TokenKind
    {
        Literal,
        Class,
        InSegment,
        Folders,
        Rest,
    }

    /// <param name="Members">First and last character of each range, in pairs.</param>
    private sealed record Token(TokenKind Kind, char Value = '\0', bool Negated = false, string Members = "")
    {
        public bool Accepts(char next) => Kind == TokenKind.Literal ? next == Value : IsMember(next) != Negated;

        private bool IsMember(char next)
        {
            for (var index = 0; index < Members.Length; index += 2)
            {
                if (next >= Members[index] && next <= Members[index + 1])
                {
                    return true;
                }
            }
            return false;
        }
    }
}
