using LwCoder.FrontMatters;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Plans;

/// <summary>
/// Reads front matter values as text. YAML's own types never count: an id of digits, a date or 40 unquoted zeros are
/// what is written in the file. A value of the wrong shape is noted as a problem and read as absent.
/// </summary>
internal sealed class PlanFieldReader(FrontMatterFields fields, List<FileProblem> problems)
{
    private const string NoteFix = "write one note per line: '- the note'";

    /// <summary>A required value, which stands on one line so that it can be replaced in place.</summary>
    public string? Word(string key)
    {
        if (fields[key] is not { } node)
        {
            return null;
        }
        if (node is not YamlScalarNode { Value: { } text, Style: not (ScalarStyle.Literal or ScalarStyle.Folded) })
        {
            Note(node, $"{key} is not a single word", $"write it on one line: '{PlanKeys.Example(key)}'");
            return null;
        }
        if (IsNull(node) || string.IsNullOrWhiteSpace(text))
        {
            Note(node, $"{key} has no value", $"write '{PlanKeys.Example(key)}'");
            return null;
        }
        return text.Trim();
    }

    /// <summary>An optional value; null when absent or empty.</summary>
    public string? Text(string key)
    {
        if (fields[key] is not { } node || IsNull(node))
        {
            return null;
        }
        if (node is YamlScalarNode { Value: { } text })
        {
            return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        }
        Note(node, $"{key} is not text", fields.QuoteHint(FrontMatterFields.LineOf(node)) ?? "put the value in quotes");
        return null;
    }

    /// <summary>A list of texts; empty when absent or empty.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        if (fields[key] is YamlSequenceNode list)
        {
            foreach (var item in list)
            {
                AddText(texts, item);
            }
        }
        else if (fields[key] is { } node && !IsNull(node))
        {
            Note(node, $"{key} is not a list", NoteFix);
        }
        return texts;
    }

    private void AddText(List<string> texts, YamlNode item)
    {
        if (item is YamlMappingNode)
        {
            Note(item, "an evaluation note with an unquoted ': ' is not text to YAML",
                fields.QuoteHint(FrontMatterFields.LineOf(item)) ?? "put the note in quotes");
        }
        else if (item is not YamlScalarNode { Value: { } text })
        {
            Note(item, "an evaluation note is a list instead of text", NoteFix);
        }
        else if (IsNull(item) || string.IsNullOrWhiteSpace(text))
        {
            Note(item, "an evaluation note is blank", "write the note, or remove the line");
        }
        else
        {
            texts.Add(text.Trim());
        }
    }

    private void Note(YamlNode node, string what, string fix) =>
        problems.Add(new FileProblem(FrontMatterFields.LineOf(node), what, fix));

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
