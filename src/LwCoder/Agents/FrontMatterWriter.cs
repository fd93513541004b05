using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LwCoder.Agents;

/// <summary>Writes the `---` block in front of a subagent's prompt.</summary>
internal static partial class FrontMatterWriter
{
    /// <summary>Values are one line: agents show them in a list.</summary>
    public static string Write(string body, params IEnumerable<(string Key, string Value)> fields)
    {
        var text = new StringBuilder("---\n");
        foreach (var (key, value) in fields)
        {
            text.Append(key).Append(": ").Append(Scalar(value)).Append('\n');
        }
        return text.Append("---\n\n").Append(body).ToString();
    }

    /// <summary>A plain word as it is; anything else in double quotes, where YAML reads what JSON writes.</summary>
    private static string Scalar(string value)
    {
        var line = WhiteSpace().Replace(value, " ").Trim();
        return PlainWord().IsMatch(line)
            ? line
            : $"\"{JsonEncodedText.Encode(line, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    /// <summary>Letters first and a dash or longer, so that no `yes`, `null` or `1e3` changes its type.</summary>
    [GeneratedRegex(@"\A(?!(?:true|false|yes|no|on|off|null|y|n)\z)[a-z][a-z]*(?:-[a-z]+)*\z", RegexOptions.IgnoreCase)]
    private static partial Regex PlainWord();
}
