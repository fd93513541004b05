using System.Globalization;
using System.Text;

namespace LwCoder.Prompts;

/// <summary>Text a model wrote, in plain ASCII: what agents, terminals and diffs treat alike everywhere.</summary>
internal static class AsciiText
{
    private const string Unknown = "?";

    /// <summary>A table, since lw_coder runs without the culture data that decomposing letters needs.</summary>
    private static readonly Dictionary<int, string> Replacements = Table(
        ("‘’‚‛′ʼ", "'"), ("“”„‟″«»", "\""), ("‐‑‒–−", "-"), ("—―", "--"), ("…", "..."), ("\u2028\u2029", "\n"),
        ("•‣◦▪●○■□·∙", "-"), ("→⇒➜➔⟶", "->"), ("←⇐⟵", "<-"), ("↔⇔", "<->"), ("×", "x"), ("÷", "/"), ("≤", "<="), ("≥", ">="),
        ("≠", "!="), ("≈", "~"), ("±", "+/-"), ("✓✔✅☑", "[x]"), ("✗✘❌☐", "[ ]"), ("©", "(c)"), ("®", "(R)"), ("™", "(TM)"),
        ("€", "EUR"), ("£", "GBP"), ("§", "section "), ("°", " degrees"), ("½", "1/2"), ("²", "^2"), ("³", "^3"), ("µμ", "u"),
        ("│┃|║", "|"), ("─━═", "-"), ("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬", "+"),
        ("àáâãäåāăą", "a"), ("ÀÁÂÃÄÅĀĂĄ", "A"), ("çćĉċč", "c"), ("ÇĆĈĊČ", "C"), ("ďđð", "d"), ("ĎĐÐ", "D"), ("èéêëēĕėęě", "e"),
        ("ÈÉÊËĒĔĖĘĚ", "E"), ("ĝğġģ", "g"), ("ĜĞĠĢ", "G"), ("ĥħ", "h"), ("ĤĦ", "H"), ("ìíîïĩīĭįı", "i"), ("ÌÍÎÏĨĪĬĮİ", "I"),
        ("ĵ", "j"), ("Ĵ", "J"), ("ķ", "k"), ("Ķ", "K"), ("ĺļľŀł", "l"), ("ĹĻĽĿŁ", "L"), ("ñńņň", "n"), ("ÑŃŅŇ", "N"),
        ("òóôõöøōŏő", "o"), ("ÒÓÔÕÖØŌŎŐ", "O"), ("ŕŗř", "r"), ("ŔŖŘ", "R"), ("śŝşšș", "s"), ("ŚŜŞŠȘ", "S"), ("ţťŧț", "t"),
        ("ŢŤŦȚ", "T"), ("ùúûüũūŭůűų", "u"), ("ÙÚÛÜŨŪŬŮŰŲ", "U"), ("ŵ", "w"), ("Ŵ", "W"), ("ýÿŷ", "y"), ("ÝŸŶ", "Y"), ("źżž", "z"),
        ("ŹŻŽ", "Z"), ("ß", "ss"), ("æ", "ae"), ("Æ", "AE"), ("œ", "oe"), ("Œ", "OE"), ("þ", "th"), ("Þ", "Th"),
        ("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"));

    /// <summary>
    /// LF line ends, no control characters. Letters lose their accents, symbols become what a typist would write,
    /// ornaments go, and a letter of another script becomes `?`.
    /// </summary>
    public static string From(string text) => Convert(text).Text;

    /// <summary>True when little or nothing is lost in <see cref="From"/>; a text in another script is lost as a whole.</summary>
    public static bool IsFaithful(string text) => Convert(text).Lost * 100 <= text.Length;

    private static (string Text, int Lost) Convert(string text)
    {
        var ascii = new StringBuilder(text.Length);
        var lost = 0;
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            var written = Write(rune);
            lost += written == Unknown && rune.Value != '?' ? 1 : 0;
            ascii.Append(written);
        }
        return (ascii.ToString(), lost);
    }

    private static string Write(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is '\n' or '\t' || !Rune.IsControl(rune) ? rune.ToString() : "";
        }
        if (Replacements.TryGetValue(rune.Value, out var replacement))
        {
            return replacement;
        }
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.SpaceSeparator => " ",
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Unknown,
            _ => "",
        };
    }

    private static Dictionary<int, string> Table(params (string From, string To)[] rows)
    {
        var table = new Dictionary<int, string>();
        foreach (var (from, to) in rows)
        {
            foreach (var rune in from.EnumerateRunes())
            {
                table[rune.Value] = to;
            }
        }
        return table;
    }
}
