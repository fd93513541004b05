using LwCoder.Agents.Tools;
using LwCoder.Agents.Tools.Shell;

namespace LwCoder.Diagnosis.Rules;

/// <summary>
/// Which shell commands change files of a project, as far as they say so: what a script does is not to be seen.
/// </summary>
internal static class ShellEdits
{
    public static bool IsIn(ToolUse? use) =>
        use?.Script is { } script && script.Steps.Any(step => IsEdit(step) || (script.WritesFile && IsText(step)));

    /// <summary>What others write is a log more often than a file of the project.</summary>
    private static bool IsText(ShellStep step) => step.Program is "cat" or "echo" or "printf";

    private static bool IsEdit(ShellStep step) => step.Words switch
    {
        ["tee" or "patch" or "mv", ..] => true,
        ["git", "mv" or "rm" or "apply" or "am", ..] => true,
        ["sed" or "perl" or "ruby", ..] => step.Words.Any(IsInPlace),
        _ => false,
    };

    private static bool IsInPlace(string word) =>
        word.StartsWith("--in-place", StringComparison.Ordinal)
        || (word is ['-', not '-', ..] && word.Contains('i', StringComparison.Ordinal));
}
