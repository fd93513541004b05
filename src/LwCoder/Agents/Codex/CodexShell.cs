using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.Codex;

/// <summary>
/// What codex tells the model about a command that ended: as JSON by old versions, as lines above the output by newer ones.
/// </summary>
internal static partial class CodexShell
{
    private const int HeadLength = 1024;

    public static int? ExitCodeIn(string output)
    {
        if (output.StartsWith('{'))
        {
            try
            {
                using var json = JsonDocument.Parse(SurrogateEscapes.Repair(output));
                return (int?)json.RootElement.Field("metadata").Whole("exit_code");
            }
            catch (Exception plain) when (plain is JsonException or ArgumentException)
            {
                // The output of a command that begins with a brace.
                return null;
            }
        }
        var head = output.Length > HeadLength ? output[..HeadLength] : output;
        return ExitLine().Match(head) is { Success: true } match
            && int.TryParse(
                match.Groups["code"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
                ? code
                : null;
    }

    /// <summary>Among the first lines, before the output itself.</summary>
    [GeneratedRegex(
        @"\A(?:(?!Output:)[^\n]*\n){0,6}?(?:Exit code:|Process exited with code) (?<code>-?\d{1,10})\n",
        RegexOptions.ExplicitCapture)]
    private static partial Regex ExitLine();
}
