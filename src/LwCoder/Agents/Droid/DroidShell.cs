using System.Globalization;
using System.Text.RegularExpressions;

namespace LwCoder.Agents.Droid;

/// <summary>What droid's shell tool says under the output of a command.</summary>
internal static partial class DroidShell
{
    public const string Tool = "Execute";

    public static int? ExitCodeIn(string result) =>
        ExitLine().Match(result) is { Success: true } match
        && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;

    [GeneratedRegex(@"\[Process exited with code (-?\d{1,5})\]\s*\z", RegexOptions.RightToLeft)]
    private static partial Regex ExitLine();
}
