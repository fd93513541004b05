using System.Text.RegularExpressions;
using LwCoder.Platform.Terminal;

namespace LwCoder.Platform.Processes;

/// <summary>
/// A command line for people to read: quoted where a shell would want it, cut where it is long, without secrets.
/// </summary>
internal static partial class CommandLineText
{
    private const int LongestArgument = 200;

    public static string Of(IReadOnlyList<string> words) =>
        string.Join(' ', words.Select((word, index) => Quoted(Masked(word, index > 0 ? words[index - 1] : ""))));

    /// <summary>The value of `--api-key=…`, `TOKEN=…` and of what follows `--password`.</summary>
    private static string Masked(string word, string before) =>
        Assignment().Match(word) is { Success: true } assignment ? $"{assignment.Groups["name"].Value}=…"
        : SecretOption().IsMatch(before) && !word.StartsWith('-') ? "…"
        : TerminalText.OneLine(word, LongestArgument);

    private static string Quoted(string word) =>
        word.Length > 0 && Plain().IsMatch(word) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(
        "^(?<name>-{0,2}[A-Za-z0-9_.-]*(?:key|token|secret|passw|credential|auth)[A-Za-z0-9_.-]*)=.", RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    [GeneratedRegex("^--?[a-z0-9-]*(?:key|token|secret|password|passwd|credential)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretOption();

    [GeneratedRegex(@"^[\w@%+=:,./…~^{}-]+$")]
    private static partial Regex Plain();
}
