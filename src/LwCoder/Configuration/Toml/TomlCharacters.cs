using System.Globalization;
using System.Text;

namespace LwCoder.Configuration.Toml;

/// <summary>
/// The character classes of TOML's grammar that several readers share. Plain conditions: a config.toml is short, and vectorised
/// searches would be compiled at each start.
/// </summary>
internal static class TomlCharacters
{
    /// <summary>What may stand in no string and no comment.</summary>
    public static bool IsControlExceptTab(char character) => character is < ' ' and not '\t' or '\x7F';

    /// <summary>The character at <paramref name="index"/> in words that are safe to print.</summary>
    public static string Describe(string text, int index)
    {
        if (index == text.Length)
        {
            return "the end of the file";
        }
        if (text[index] == '\n' || text.AsSpan(index).StartsWith("\r\n"))
        {
            return "the end of the line";
        }
        var rune = Rune.GetRuneAt(text, index);
        return rune.Value is > ' ' and < 0x7F || Rune.IsLetterOrDigit(rune)
            ? $"'{rune}'"
            : string.Create(CultureInfo.InvariantCulture, $"the character U+{rune.Value:X4}");
    }
}
