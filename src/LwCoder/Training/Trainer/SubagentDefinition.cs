using System.Text.RegularExpressions;

namespace LwCoder.Training.Trainer;

/// <summary>A subagent as a model proposes it; its name becomes a file's.</summary>
internal sealed partial record SubagentDefinition(string Name, string Description, string Prompt)
{
    /// <summary>Names that are files of the prompt set, or devices of Windows whatever their ending.</summary>
    private static readonly HashSet<string> Taken =
        ["main", "analysis", "con", "prn", "aux", "nul",
            .. Enumerable.Range(1, 9).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })];

    public static bool IsName(string name) => KebabCase().IsMatch(name) && !Taken.Contains(name);

    [GeneratedRegex(@"\A(?=.{1,64}\z)[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex KebabCase();
}
