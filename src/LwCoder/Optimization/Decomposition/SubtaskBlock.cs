using System.Text.RegularExpressions;

namespace LwCoder.Optimization.Decomposition;

/// <summary>The fenced list of subtasks in a plan's body.</summary>
internal static partial class SubtaskBlock
{
    /// <returns>The YAML between the fences; null where there is none.</returns>
    public static string? Find(string body) => Fence().Match(body) is { Success: true } match ? match.Groups["yaml"].Value : null;

    /// <summary>The body as it is shown to a model: with an earlier answer before its eyes it would only repeat that.</summary>
    public static string Without(string body) => Fence().Replace(body, "", 1);

    /// <summary>The plan with this list: in the place of the one it has, or else under a heading at its end.</summary>
    /// <param name="plan">The whole file, front matter included.</param>
    public static string Put(string plan, IReadOnlyList<Subtask> subtasks)
    {
        var newLine = plan.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var block = $"```yaml subtasks\n{SubtaskYaml.Write(subtasks)}```".ReplaceLineEndings(newLine);
        return Fence().IsMatch(plan)
            ? Fence().Replace(plan, _ => block, 1)
            : $"{plan.TrimEnd()}{newLine}{newLine}## Subtasks{newLine}{newLine}{block}{newLine}";
    }

    [GeneratedRegex(
        @"^```[ \t]*yaml[ \t]+subtasks[ \t]*\r?\n(?<yaml>(?:(?!```).*\r?\n)*?)```[ \t]*(?=\r?$)", RegexOptions.Multiline)]
    private static partial Regex Fence();
}
