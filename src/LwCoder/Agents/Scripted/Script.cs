using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Agents.Scripted;

/// <summary>One step of a script: at most one of <see cref="Run"/>, <see cref="Edit"/> and <see cref="Finish"/>.</summary>
internal sealed record ScriptStep
{
    public string? Say { get; init; }

    /// <summary>A command for the shell, the exit code it must end with and a text its output must contain.</summary>
    public string? Run { get; init; }
    public int Exit { get; init; }
    public string? Prints { get; init; }

    /// <summary>A file relative to the working directory in which <see cref="Find"/>, there exactly once, is replaced.</summary>
    public string? Edit { get; init; }
    public string? Find { get; init; }
    public string? Replace { get; init; }

    /// <summary>The last words.</summary>
    public string? Finish { get; init; }
}

/// <summary>What a scripted agent says and does; `examples/quickstart/script.yaml` explains the format.</summary>
internal static class Script
{
    /// <exception cref="UserError">The text is no script.</exception>
    public static IReadOnlyList<ScriptStep> Parse(string text, string name)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode).Children.Cast<YamlMappingNode>().Select(ToStep)];
        }
        catch (Exception broken) when (broken is YamlException or InvalidCastException or FormatException or ArgumentException)
        {
            throw new UserError(
                $"{name} is not a script: {broken.Message}", "see examples/quickstart/script.yaml", cause: broken);
        }
    }

    private static ScriptStep ToStep(YamlMappingNode node)
    {
        var step = new ScriptStep();
        foreach (var (key, value) in node.Children)
        {
            var text = ((YamlScalarNode)value).Value;
            step = ((YamlScalarNode)key).Value switch
            {
                "say" => step with { Say = text },
                "run" => step with { Run = text },
                "exit" => step with { Exit = int.Parse(text!, CultureInfo.InvariantCulture) },
                "prints" => step with { Prints = text },
                "edit" => step with { Edit = text },
                "find" => step with { Find = text },
                "replace" => step with { Replace = text },
                "finish" => step with { Finish = text },
                var unknown => throw new FormatException($"a step cannot have '{unknown}'"),
            };
        }
        return step;
    }
}
