using System.Text.RegularExpressions;
using LwCoder.Agents;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Prompts;

/// <summary>
/// A subagent's file: a prompt, with or without front matter. Of the front matter only `name` and `description` count;
/// model and tools are set for each agent when a run is prepared.
/// </summary>
internal static partial class SubagentFile
{
    /// <exception cref="UserError">When the front matter is no YAML, the name cannot be a file's, or there is no prompt.</exception>
    public static Subagent Read(string path)
    {
        var text = File.ReadAllText(path);
        var block = FrontMatterBlock().Match(text);
        var fields = block.Success ? Fields(path, block.Groups["yaml"].Value) : [];
        var name = fields.GetValueOrDefault("name") ?? Path.GetFileNameWithoutExtension(path);
        if (!ValidName().IsMatch(name))
        {
            throw new UserError(
                $"{path}: '{name}' cannot be a subagent's name", "use letters, digits, - and _, beginning with a letter", ExitCode.Environment);
        }
        var body = block.Success ? text[block.Length..].TrimStart('\r', '\n') : text;
        if (string.IsNullOrWhiteSpace(body))
        {
            throw new UserError($"{path} has no prompt", "write the subagent's instructions into it or delete it", ExitCode.Environment);
        }
        return new Subagent(name, fields.GetValueOrDefault("description") ?? Describe(name), body);
    }

    /// <summary>The main agent chooses by this sentence when the file has no better one.</summary>
    private static string Describe(string name) => $"The {name.Replace('-', ' ').Replace('_', ' ')} subagent";

    private static Dictionary<string, string> Fields(string path, string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }, ..])
            {
                return root.Children
                    .Where(entry => entry is { Key: YamlScalarNode, Value: YamlScalarNode { Value: { } value } } && value.Trim().Length > 0)
                    .ToDictionary(entry => ((YamlScalarNode)entry.Key).Value ?? "", entry => ((YamlScalarNode)entry.Value).Value!.Trim());
            }
            return stream.Documents.Count == 0 ? [] : throw new UserError(
                $"{path}: the front matter is not a list of keys", "write it as `name: …` and `description: …`", ExitCode.Environment);
        }
        catch (YamlException error)
        {
            // The block's first line is the file's second.
            throw new UserError(
                $"{path}:{error.Start.Line + 1}: the front matter is not valid YAML: {error.Message}",
                "quote the value in double quotes", ExitCode.Environment, error);
        }
    }

    [GeneratedRegex(@"\A---[ \t]*\r?\n(?<yaml>.*?)^---[ \t]*(?:\r?\n|\z)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FrontMatterBlock();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex ValidName();
}
