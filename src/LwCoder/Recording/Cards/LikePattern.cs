namespace LwCoder.Recording.Cards;

/// <summary>
/// SQL's LIKE: `%` is any text, `_` any character, `\` takes the next one as it is. Case counts for nothing, as in the databases.
/// Ours, so that a card means the same on every one of them.
/// </summary>
internal static class LikePattern
{
    public static bool Matches(string pattern, string text)
    {
        // Where to try again with one more character for the last `%`.
        var (p, t, star, tried) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '%')
            {
                (star, tried) = (++p, t);
            }
            else if (p < pattern.Length && IsOne(pattern, p, text[t], out var width))
            {
                (p, t) = (p + width, t + 1);
            }
            else if (star >= 0)
            {
                (p, t) = (star, ++tried);
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(p).TrimStart('%').IsEmpty;
    }

    private static bool IsOne(string pattern, int at, char letter, out int width)
    {
        var isEscaped = pattern[at] == '\\' && at + 1 < pattern.Length;
        width = isEscaped ? 2 : 1;
        return (!isEscaped && pattern[at] == '_')
            || char.ToUpperInvariant(pattern[isEscaped ? at + 1 : at]) == char.ToUpperInvariant(letter);
    }
}
