using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools.Shell;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>What Claude Code's shell tool says about a command that ended.</summary>
internal static partial class ClaudeShell
{
    public const string Tool = "Bash";

    /// <summary>Programs with an exit code of 1 that Claude Code takes for an answer and not for a failure.</summary>
    private static readonly string[] Answering = ["grep", "egrep", "fgrep", "rg", "find", "diff", "test", "["];

    /// <summary>The command; empty for one that goes on in the background, which has no end yet.</summary>
    public static string CommandIn(JsonElement input) => input.Flag("run_in_background") ? "" : input.Text("command") ?? "";

    /// <summary>A failure names its exit code. No failure is a 0, unless the last program may say something else by it.</summary>
    public static int? ExitCodeOf(string command, bool isError, string result)
    {
        if (isError)
        {
            return ExitLine().Match(result) is { Success: true } match
                ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
                : null;
        }
        var isBackground = result.StartsWith("Command running in background", StringComparison.Ordinal)
            || result.Contains("moved to the background", StringComparison.Ordinal);
        return isBackground || ShellScript.Parse(command).Steps.LastOrDefault() is not { } last
            || Answering.Contains(last.Program)
            ? null
            : 0;
    }

    [GeneratedRegex(@"\AExit code (\d{1,3})(?:\n|\z)")]
    private static partial Regex ExitLine();
}
