using System.Globalization;
using LwCoder.Prompting.Signatures;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Prompting.Scripting;

/// <summary>YAML as field values. Plain scalars have YAML's core types; quoted ones are text.</summary>
internal static class YamlValues
{
    /// <summary>The records of a document that is a list of them.</summary>
    /// <exception cref="ScriptException">It is something else.</exception>
    public static IReadOnlyList<FieldValues> ReadList(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException error)
        {
            throw new ScriptException($"line {error.Start.Line}: {error.Message}", error);
        }
        return stream.Documents is [{ RootNode: YamlSequenceNode list }]
            ? [.. list.Select((node, index) => Read(node) as FieldValues
                ?? throw new ScriptException($"item {index + 1} (line {node.Start.Line}) is no mapping"))]
            : throw new ScriptException("a script is one YAML list of answers");
    }

    private static object? Read(YamlNode node) => node switch
    {
        YamlMappingNode map => FieldValues.Of([.. map.Select(pair => (Key(pair.Key), Read(pair.Value)))]),
        YamlSequenceNode list => list.Select(Read).ToArray(),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => ReadPlain(scalar.Value ?? ""),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new ScriptException($"line {node.Start.Line}: aliases are not supported"),
    };

    private static string Key(YamlNode node) => node is YamlScalarNode { Value: { } key }
        ? key
        : throw new ScriptException($"line {node.Start.Line}: a key is a word");

    private static object? ReadPlain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) => number,
        _ => text,
    };
}
