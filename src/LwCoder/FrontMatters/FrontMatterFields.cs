using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.FrontMatters;

/// <param name="Line">Where in the file its key stands, from 1.</param>
internal sealed record FrontMatterField(string Key, int Line, YamlNode Value);

/// <summary>The keys of a front matter and their YAML nodes, which know where in the text they stand.</summary>
internal sealed class FrontMatterFields
{
    private readonly Dictionary<string, FrontMatterField> _fields = new(StringComparer.Ordinal);
    private readonly string _text;

    private FrontMatterFields(string text) => _text = text;

    public IReadOnlyCollection<FrontMatterField> All => _fields.Values;

    public YamlNode? this[string key] => _fields.GetValueOrDefault(key)?.Value;

    /// <param name="fileName">The file as the user knows it, for messages.</param>
    /// <exception cref="UserError">The text is no YAML mapping with plain keys.</exception>
    public static FrontMatterFields Read(string text, string fileName)
    {
        var fields = new FrontMatterFields(text);
        try
        {
            fields.Fill(Load(text));
            return fields;
        }
        catch (YamlException error)
        {
            var line = (int)error.Start.Line + FrontMatter.LinesBefore;
            throw new FileProblem(
                line,
                $"the front matter is not valid YAML: {error.Message.TrimEnd('.')}",
                fields.QuoteHint(line) ?? $"correct line {line}; a value with special characters needs quotes").ToError(fileName);
        }
    }

    /// <summary>The line in the file on which a node begins.</summary>
    public static int LineOf(YamlNode node) => (int)node.Start.Line + FrontMatter.LinesBefore;

    /// <summary>
    /// The line with its value in quotes, if it is one that looks right to a person but not to YAML: `- Check: it works`,
    /// `notes: see: below`, `- *all* of it`, `- [ ] a box`. Null for any other line.
    /// </summary>
    public string? QuoteHint(int fileLine)
    {
        var lines = _text.ReplaceLineEndings("\n").Split('\n');
        var line = lines.ElementAtOrDefault(fileLine - FrontMatter.LinesBefore - 1)?.Trim() ?? "";
        var label = line.StartsWith("- ", StringComparison.Ordinal) ? 2 : line.IndexOf(": ", StringComparison.Ordinal) + 2;
        var value = label < 2 ? "" : line[label..].Trim();
        return NeedsQuotes(value)
            ? $"quote it: {line[..label]}'{value.Replace("'", "''", StringComparison.Ordinal)}'"
            : null;
    }

    private static bool NeedsQuotes(string value) => value switch
    {
        ['*' or '&' or '!' or '@' or '`' or '%', ..] => true,
        ['[', .., ']'] or ['{', .., '}'] or ['"' or '\'' or '|' or '>', ..] => false,
        ['[' or '{', ..] => true,
        _ => value.Contains(": ", StringComparison.Ordinal) || value.EndsWith(':'),
    };

    private static YamlStream Load(string text)
    {
        var stream = new YamlStream();
        var events = new PlainYaml(new Parser(new StringReader(text)));
        try
        {
            stream.Load(events);
            return stream;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // This is how YamlDotNet gives up on some broken texts, such as `? : ` or a `[` with a lone word below it.
            var last = events.Current?.End ?? Mark.Empty;
            throw new YamlException(last, last, "it makes no sense from here on", error);
        }
    }

    private void Fill(YamlStream stream)
    {
        if (stream.Documents.Count == 0)
        {
            return;
        }
        if (stream.Documents.Count > 1)
        {
            var second = stream.Documents[1].RootNode;
            throw new YamlException(second.Start, second.End, "it holds more than one document");
        }
        if (stream.Documents[0].RootNode is not YamlMappingNode mapping)
        {
            var root = stream.Documents[0].RootNode;
            throw new YamlException(root.Start, root.End, "it is not a list of 'key: value' lines");
        }
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name })
            {
                throw new YamlException(key.Start, key.End, "a key is not plain text");
            }
            _fields.Add(name, new FrontMatterField(name, LineOf(key), value));
        }
    }
}
