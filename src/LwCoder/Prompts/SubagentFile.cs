using System.Text.RegularExpressions;
using LwCoder.Agents;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Prompts;

/// <summary>
/// A subagent's file: a prompt, with or without front matter. Of the front matter only `name` and `description`
/// count; model and tools are set for each agent when a run is prepared.
/// </summary>
internal static partial class SubagentFile
{
    /// <summary>A longer block is no front matter of ours; deeper YAML than fits would exhaust the stack.</summary>
    private const int LongestFrontMatter = 16 * 1024;

    /// <exception cref="UserError">When the front matter, the name or the prompt cannot be used.</exception>
    public static Subagent Read(string path)
    {
        var text = File.ReadAllText(path);
        var block = FrontMatterBlock().Match(text);
        var fields = block.Success ? Fields(path, block.Groups["yaml"].Value) : [];
        var name = fields.GetValueOrDefault("name") ?? Path.GetFileNameWithoutExtension(path);
        if (!ValidName().IsMatch(name))
        {
            throw Unusable(
                $"{path}: '{name}' cannot be a subagent's name", "use letters, digits, - and _, beginning with a letter");
        }
        var body = block.Success ? text[block.Length..].TrimStart('\r', '\n') : text;
        if (string.IsNullOrWhiteSpace(body))
        {
            throw Unusable($"{path} has no prompt", "write the subagent's instructions into it or delete it");
        }
        return new Subagent(name, fields.GetValueOrDefault("description") ?? Describe(name), body);
    }

    /// <summary>The main agent chooses by this sentence when the file has no better one.</summary>
    private static string Describe(string name) => $"The {name.Replace('-', ' ').Replace('_', ' ')} subagent";

    private static Dictionary<string, string> Fields(string path, string yaml)
    {
        if (yaml.Length > LongestFrontMatter)
        {
            throw Unusable($"{path}: the front matter is too long", "move the text below the second `---`");
        }
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException error)
        {
            // The block's first line is the file's second.
            throw Unusable(
                $"{path}:{error.Start.Line + 1}: the front matter is not valid YAML: {error.Message}",
                "quote the value in double quotes", error);
        }
        return stream.Documents switch
        {
            [] => [],
            [{ RootNode: YamlMappingNode root }, ..] => Scalars(root),
            _ => throw Unusable(
                $"{path}: the front matter is not a list of keys", "write it as `name: …` and `description: …`"),
        };
    }

    private static Dictionary<string, string> Scalars(YamlMappingNode root)
    {
        var scalars = new Dictionary<string, string>();
        foreach (var (key, value) in root.Children)
        {
            if ((key, value) is (YamlScalarNode { Value: { } name }, YamlScalarNode { Value: { } text })
                && !string.IsNullOrWhiteSpace(text))
            {
                scalars[name] = text.Trim();
            }
        }
        return scalars;
    }

    private static UserError Unusable(string message, string hint, Exception? cause = null) =>
        new(message, hint, ExitCode.Environment, cause);

    [GeneratedRegex(@"\A---[ \t]*\r?\n(?<yaml>.*?)^---[ \t]*(?:\r?\n|\z)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FrontMatterBlock();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex ValidName();
}
