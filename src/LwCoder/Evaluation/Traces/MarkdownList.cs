using System.Globalization;
using System.Text;
using LwCoder.Platform.Terminal;

namespace LwCoder.Evaluation.Traces;

/// <summary>Headings with bullets under them.</summary>
internal sealed class MarkdownList
{
    private const int LongestItem = 500;

    private readonly StringBuilder _page = new();

    public void Heading(string text) =>
        _page.Append(_page.Length == 0 ? "" : "\n").Append(CultureInfo.InvariantCulture, $"## {text}\n\n");

    public void Item(string text) => _page.Append("- ").Append(TerminalText.OneLine(text, LongestItem)).Append('\n');

    /// <summary>Each once, the first <paramref name="most"/>, and how many more there are.</summary>
    public void Items(string? title, IEnumerable<string> items, int most)
    {
        var all = items.Distinct(StringComparer.Ordinal).ToList();
        if (title is not null && all.Count > 0)
        {
            _page.Append(CultureInfo.InvariantCulture, $"### {title}\n\n");
        }
        foreach (var item in all.Take(most))
        {
            Item(item);
        }
        if (all.Count > most)
        {
            Item(string.Create(CultureInfo.InvariantCulture, $"… and {all.Count - most} more"));
        }
        if (title is not null && all.Count > 0)
        {
            _page.Append('\n');
        }
    }

    public override string ToString() => _page.ToString();
}
