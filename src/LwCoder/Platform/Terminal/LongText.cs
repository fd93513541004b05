using System.Globalization;

namespace LwCoder.Platform.Terminal;

/// <summary>Keeps the two ends of a text that is too long.</summary>
internal static class LongText
{
    /// <summary>A text of at most about <paramref name="limit"/> characters; what was left out is counted in its place.</summary>
    public static string Shorten(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }
        var head = limit / 2;
        var tail = text.Length - (limit - head);
        // Never between the halves of a character.
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{text.AsSpan(0, head)}\n[... {tail - head} chars truncated ...]\n{text.AsSpan(tail)}");
    }
}
