using System.Text;

namespace LwCoder.Platform.Terminal;

/// <summary>
/// Makes text from agents, models and repositories safe to print: a terminal obeys control characters, so none is let
/// through, and neither are the Unicode marks that reorder what a reader sees.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text on one line, cut to <paramref name="length"/> characters with an ellipsis.</summary>
    public static string OneLine(string text, int length)
    {
        var line = new StringBuilder(Math.Min(text.Length, length) + 1);
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                space = line.Length > 0;
                continue;
            }
            if (IsReordering(rune))
            {
                continue;
            }
            if (space)
            {
                line.Append(' ');
                space = false;
            }
            if (line.Length + rune.Utf16SequenceLength > length)
            {
                return line.Append('…').ToString();
            }
            line.Append(rune.ToString());
        }
        return line.ToString();
    }

    /// <summary>
    /// A name an agent has chosen: every mark it could draw with shows as a question mark, so nothing vanishes.
    /// </summary>
    public static string Label(string name)
    {
        var label = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            label.Append(Rune.IsControl(rune) || IsReordering(rune) ? "?" : rune.ToString());
        }
        return label.ToString();
    }

    /// <summary>The text with its lines and tabs kept.</summary>
    public static string Lines(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || IsReordering(rune)))
            {
                clean.Append(rune.ToString());
            }
        }
        return clean.ToString();
    }

    private static bool IsReordering(Rune rune) =>
        rune.Value is 0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
