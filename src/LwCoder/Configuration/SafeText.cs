using System.Globalization;
using System.Text;

namespace LwCoder.Configuration;

/// <summary>Text from a file we do not trust, made fit for a terminal: nothing hidden, nothing that moves the cursor.</summary>
internal static class SafeText
{
    /// <summary>In double quotes; what cannot be seen, or turns the direction of writing, as `\uXXXX`.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                quoted.Append('\\').Append(rune);
            }
            else if (rune.Value == ' ' || IsVisible(rune))
            {
                quoted.Append(rune);
            }
            else
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>At most <paramref name="length"/> characters of it, quoted.</summary>
    public static string QuoteStart(string text, int length = 60) =>
        text.Length <= length ? Quote(text) : Quote(text[..length] + "…");

    /// <summary>A setting that is wrong, for a message: it may be an address with a password, which no message repeats.</summary>
    public static string QuoteSetting(string text) => QuoteStart(WithoutPassword(text));

    private static string WithoutPassword(string text)
    {
        var user = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var host = text.LastIndexOf('@');
        var password = user < 3 ? -1 : text.IndexOf(':', user);
        return password < 0 || password > host ? text : $"{text[..(password + 1)]}***{text[host..]}";
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
