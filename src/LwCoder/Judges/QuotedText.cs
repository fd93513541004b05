using System.Globalization;
using System.Text;

namespace LwCoder.Judges;

/// <summary>
/// Text of other people as a judge reads it: every line behind a margin that only we write, nothing in it that could begin a
/// line by other means. So whatever a file says, it stays a quotation.
/// </summary>
internal sealed class QuotedText(Func<string, string> redact)
{
    /// <summary>Nobody judges a minified line; its length would crowd out everything else.</summary>
    private const int LongestLine = 2000;

    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    /// <summary>A line of our own. It must hold no text of others but through <see cref="Name"/>.</summary>
    public void AddOwn(string line) => _text.Append(line).Append('\n');

    /// <param name="margin">Ends with `|`.</param>
    /// <param name="quoted">From <see cref="Quote"/>.</param>
    public void AddQuoted(string margin, string quoted) => _text.Append(margin).Append(quoted).Append('\n');

    /// <summary>A line without secrets and without anything that could end it.</summary>
    public string Quote(string line)
    {
        var text = Spelled(redact(line));
        return text.Length <= LongestLine
            ? text
            : string.Create(
                CultureInfo.InvariantCulture, $"{text.AsSpan(0, LongestLine)}… ({text.Length - LongestLine} more characters)");
    }

    /// <summary>Quotes as many lines of a text as fit, and says below how many do not.</summary>
    /// <param name="limit">In characters.</param>
    /// <returns>What was left out, as in "40 of 900 lines"; null when nothing was.</returns>
    public string? AddText(string text, int limit)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var end = _text.Length + limit;
        for (var shown = 0; shown < lines.Length; shown++)
        {
            var quoted = Quote(lines[shown]);
            if (_text.Length + quoted.Length > end)
            {
                var leftOut = string.Create(
                    CultureInfo.InvariantCulture, $"{lines.Length - shown} of {lines.Length} lines");
                AddOwn($"({leftOut} are left out here)");
                return leftOut;
            }
            AddQuoted("|", quoted);
        }
        return null;
    }

    /// <summary>A name on one line, in quotes, with every unusual character spelled out.</summary>
    public string Name(string name) => Configuration.SafeText.QuoteStart(redact(name), 400);

    public override string ToString() => _text.ToString().TrimEnd('\n');

    /// <summary>What a model could take for a line break, or a reader cannot see, as `\u{…}`; tabs stay.</summary>
    private static string Spelled(string line)
    {
        if (line.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return line;
        }
        var text = new StringBuilder(line.Length);
        foreach (var rune in line.EnumerateRunes())
        {
            var isHidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            _ = isHidden && rune.Value != '\t'
                ? text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}")
                : text.Append(rune.ToString());
        }
        return text.ToString();
    }
}
