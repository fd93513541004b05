using System.Text;
using System.Text.RegularExpressions;
using LwCoder.Agents;
using LwCoder.FrontMatters;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Prompts;

/// <summary>
/// A subagent's file: a prompt, with or without front matter. Of the front matter only `name` and `description`
/// count; model and tools are set for each agent when a run is prepared.
/// </summary>
internal static partial class SubagentFile
{
    private static readonly FileKind Kind = new("prompt", "name and description");

    /// <exception cref="UserError">When the front matter, the name or the prompt cannot be used.</exception>
    public static Subagent Read(string path) => Parse(File.ReadAllBytes(path), path);

    /// <inheritdoc cref="Read"/>
    /// <param name="path">Names the subagent where the file does not.</param>
    public static Subagent Parse(byte[] file, string path)
    {
        var hasFrontMatter = FrontMatterSpan.Find(file) is { IsClosed: true };
        var (fields, body) = hasFrontMatter ? Split(file, path) : (null, Encoding.UTF8.GetString(file).TrimStart('\uFEFF'));
        var name = TextOf(fields?["name"]) ?? Path.GetFileNameWithoutExtension(path);
        if (!ValidName().IsMatch(name))
        {
            throw Unusable(
                $"{path}: '{name}' cannot be a subagent's name", "use letters, digits, - and _, beginning with a letter");
        }
        if (string.IsNullOrWhiteSpace(body))
        {
            throw Unusable($"{path} has no prompt", "write the subagent's instructions into it or delete it");
        }
        return new Subagent(name, TextOf(fields?["description"]) ?? Describe(name), body);
    }

    /// <summary>The main agent chooses by this sentence when the file has no better one.</summary>
    private static string Describe(string name) => $"The {name.Replace('-', ' ').Replace('_', ' ')} subagent";

    private static (FrontMatterFields? Fields, string Body) Split(byte[] file, string path)
    {
        try
        {
            var front = FrontMatter.Split(file, path, Kind);
            var body = Encoding.UTF8.GetString(file.AsSpan(front.BodyStart)).TrimStart('\r', '\n');
            return (FrontMatterFields.Read(front.Text, path), body);
        }
        catch (UserError error)
        {
            // A plan's mistake fails the plan; a prompt's is one of the surroundings.
            throw Unusable(error.Message, error.Hint, error);
        }
    }

    private static string? TextOf(YamlNode? node) =>
        node is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static UserError Unusable(string message, string? hint, Exception? cause = null) =>
        new(message, hint, ExitCode.Environment, cause);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex ValidName();
}
