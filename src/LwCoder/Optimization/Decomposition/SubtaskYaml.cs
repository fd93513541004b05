using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.FrontMatters;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Optimization.Decomposition;

/// <summary>
/// Subtasks as YAML, in a plan and in a model's answer. Read strictly: a cost that is text, true or negative would otherwise
/// pass for one.
/// </summary>
internal static class SubtaskYaml
{
    /// <summary>Beyond all sense, and far from where sums overflow.</summary>
    private const decimal DearestUsd = 1_000_000;

    private static readonly string[] Keys = ["title", "cost_usd", "scope"];

    /// <exception cref="FormatException">It is no list of subtasks; the message says what is wrong in which.</exception>
    public static IReadOnlyList<Subtask> Read(string text)
    {
        YamlNode root;
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new PlainYaml(new Parser(new StringReader(text))));
            root = yaml.Documents is [var only] ? only.RootNode : throw new FormatException("it is not one YAML list");
        }
        catch (YamlException error)
        {
            throw new FormatException($"it is not YAML: {error.Message}", error);
        }
        return root is YamlSequenceNode list
            ? [.. list.Children.Select((item, index) => Read(item, index + 1))]
            : throw new FormatException("it is not a YAML list");
    }

    public static string Write(IReadOnlyList<Subtask> subtasks)
    {
        var text = new StringBuilder();
        foreach (var subtask in subtasks)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"- title: {Quote(subtask.Title)}\n  cost_usd: {subtask.CostUsd:0.##}\n  scope:\n");
            foreach (var path in subtask.Scope)
            {
                text.Append(CultureInfo.InvariantCulture, $"    - {Quote(path)}\n");
            }
        }
        return text.ToString();
    }

    private static Subtask Read(YamlNode node, int number)
    {
        var item = node as YamlMappingNode ?? throw Wrong(number, "is no record");
        foreach (var key in item.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !Keys.Contains(name))
            {
                throw Wrong(number, $"has a key {key} beside {string.Join(", ", Keys)}");
            }
        }
        var title = Scalar(item, "title", number).Value?.Trim();
        return string.IsNullOrEmpty(title) || title.Contains('\n')
            ? throw Wrong(number, "has no title of one line")
            : new Subtask(title, Cost(Scalar(item, "cost_usd", number), number), Scope(item, number));
    }

    private static decimal Cost(YamlScalarNode node, int number) =>
        node.Style == ScalarStyle.Plain && decimal.TryParse(
            node.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var cost)
            ? cost is >= 0 and <= DearestUsd ? cost
                : throw Wrong(number, cost < 0 ? "has a negative cost_usd" : $"has a cost_usd above {DearestUsd}")
            : throw Wrong(number, $"has a cost_usd that is no number: {node.Value}");

    private static IReadOnlyList<string> Scope(YamlMappingNode item, int number) =>
        item.Children.TryGetValue(new YamlScalarNode("scope"), out var node)
            && node is YamlSequenceNode { Children.Count: > 0 } paths
            ? [.. paths.Select(path => path is YamlScalarNode { Value: { } text } && ScopePath.Normalise(text) is { } known
                ? known
                : throw Wrong(number, $"has a scope that is no path in the repository: {path}"))]
            : throw Wrong(number, "has no list of paths as its scope");

    private static YamlScalarNode Scalar(YamlMappingNode item, string key, int number) =>
        item.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is YamlScalarNode scalar
            ? scalar
            : throw Wrong(number, $"has no {key}");

    private static FormatException Wrong(int number, string problem) => new($"subtask {number} {problem}");

    private static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
