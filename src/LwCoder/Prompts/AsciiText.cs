using System.Globalization;
using System.Text;

namespace LwCoder.Prompts;

/// <summary>Text a model wrote, in plain ASCII: what agents, terminals and diffs treat alike everywhere.</summary>
internal static class AsciiText
{
    private const string Unknown = "?";

    private static readonly Dictionary<int, string> Replacements = Table(
        ("‘’‚‛′ʼ", "'"), ("“”„‟″«»", "\""), ("‐‑‒–−", "-"), ("—―", "--"), ("…", "..."),
        ("•‣◦▪●○■□·∙", "-"), ("→⇒➜➔⟶", "->"), ("←⇐⟵", "<-"), ("↔⇔", "<->"), ("×", "x"), ("÷", "/"), ("≤", "<="), ("≥", ">="),
        ("≠", "!="), ("≈", "~"), ("±", "+/-"), ("✓✔✅☑", "[x]"), ("✗✘❌☐", "[ ]"), ("©", "(c)"), ("®", "(R)"), ("™", "(TM)"),
        ("€", "EUR"), ("£", "GBP"), ("§", "section "), ("°", " degrees"), ("ß", "ss"), ("æ", "ae"), ("Æ", "AE"), ("œ", "oe"),
        ("Œ", "OE"), ("ø", "o"), ("Ø", "O"), ("đð", "d"), ("Đ", "D"), ("ł", "l"), ("Ł", "L"), ("þ", "th"), ("ı", "i"),
        ("│┃|║", "|"), ("─━═", "-"), ("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬", "+"), ("\u2028\u2029", "\n"));

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
            UnicodeCategory.OtherLetter => Unknown,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber
                or UnicodeCategory.LetterNumber => Decomposed(rune),
            _ => "",
        };
    }

    /// <summary>`é` is `e` and an accent, `ﬁ` is `f` and `i`.</summary>
    private static string Decomposed(Rune rune)
    {
        var plain = string.Concat(rune.ToString().Normalize(NormalizationForm.FormKD).Where(char.IsAscii));
        return plain.Length > 0 ? plain : Unknown;
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
