using System.Text;
using System.Text.RegularExpressions;

namespace LwCoder.Sessions;

/// <summary>
/// Puts foreign text into a Markdown page so that the page's own structure stays the only structure: nothing in it can
/// be taken for a heading, a label or a fence of ours, whether by a Markdown reader or by a program that looks at lines.
/// </summary>
internal static partial class TraceText
{
    private const int ShortestFence = 3;

    /// <summary>The text between fences longer than any run of backticks in it.</summary>
    public static string Fenced(string text, string language = "")
    {
        var clean = OurLine().Replace(Clean(text).TrimEnd('\n'), " $0");
        var fence = new string('`', Math.Max(ShortestFence, LongestRun(clean) + 1));
        return $"{fence}{language}\n{clean}\n{fence}\n";
    }

    /// <summary>
    /// Prose as Markdown. Headings, our labels and HTML at the start of a line are escaped; code fences stay, and one
    /// that was left open is closed.
    /// </summary>
    public static string Prose(string text)
    {
        var page = new StringBuilder(text.Length + 16);
        string? fence = null;
        foreach (var line in Clean(text).TrimEnd('\n').Split('\n'))
        {
            if (fence is not null)
            {
                page.Append(OurLine().Replace(line, " $0")).Append('\n');
                fence = Closes(line, fence) ? null : fence;
                continue;
            }
            fence = FenceLine().Match(line) is { Success: true } open ? open.Groups[1].Value : null;
            page.Append(fence is null ? StructureLine().Replace(line, @"$1\$2", 1) : line).Append('\n');
        }
        if (fence is not null)
        {
            page.Append(fence).Append('\n');
        }
        return page.ToString();
    }

    /// <summary>A name or id on one line, without characters that mean something in Markdown or end its brackets.</summary>
    public static string Word(string text) => NotInWord().Replace(text.Length > 200 ? text[..200] : text, "_");

    /// <summary>A value on one line.</summary>
    public static string Line(string text) => Clean(text).Replace('\n', ' ').Trim();

    /// <summary>One kind of line end, and control characters shown instead of obeyed by a terminal.</summary>
    private static string Clean(string text) =>
        Control().Replace(text.ReplaceLineEndings("\n"), match => Picture(match.Value[0]));

    private static string Picture(char control) => ((char)(control == '\x7f' ? 0x2421 : 0x2400 + control)).ToString();

    private static bool Closes(string line, string fence)
    {
        var mark = line.AsSpan().Trim();
        var indentation = line.Length - line.TrimStart(' ').Length;
        return mark.Length >= fence.Length && !mark.ContainsAnyExcept(fence[0]) && indentation <= 3;
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }

    [GeneratedRegex(@"^ {0,3}(`{3,}(?=[^`]*$)|~{3,})")]
    private static partial Regex FenceLine();

    [GeneratedRegex(@"^( {0,3})(#{1,6}(?:\s|$)|<|\*\*(?:Tool|Error|Thinking)|={1,}\s*$|-{1,}\s*$)")]
    private static partial Regex StructureLine();

    /// <summary>How the page's own lines begin. In foreign fences they get a space, for readers that ignore fences.</summary>
    [GeneratedRegex(
        @"^(?:# Conversation Trace|## (?:Session Metadata|Main Conversation|Subagent:)|### \[|\*\*(?:Tool|Error|Thinking))",
        RegexOptions.Multiline)]
    private static partial Regex OurLine();

    [GeneratedRegex(@"[^A-Za-z0-9_.:/@+-]")]
    private static partial Regex NotInWord();

    [GeneratedRegex(@"[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Control();
}
