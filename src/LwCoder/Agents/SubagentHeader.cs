using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LwCoder.Agents;

/// <summary>The `---` block in front of a subagent's prompt, as our agents get it.</summary>
internal static partial class SubagentHeader
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

    /// <summary>Reads what <see cref="Write"/> wrote, and only that.</summary>
    public static (IReadOnlyDictionary<string, string> Fields, string Body) Read(string text)
    {
        const string End = "\n---\n\n";
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (!text.StartsWith("---\n", StringComparison.Ordinal) || end < 0)
        {
            throw new FormatException("this is no text with front matter of ours");
        }
        var fields = text[4..end].Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(
            field => field[0],
            field => field[1].StartsWith('"') ? JsonNode.Parse(field[1])!.GetValue<string>() : field[1]);
        return (fields, text[(end + End.Length)..]);
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
