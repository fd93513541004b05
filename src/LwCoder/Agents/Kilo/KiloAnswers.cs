using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.Kilo;

/// <summary>What Kilo Code says of a tool to its model: whether it failed, was denied, and with what a command ended.</summary>
internal static partial class KiloAnswers
{
    /// <summary>The line with the exit code comes first, after some words on where the command ran.</summary>
    private const int HeadLength = 2048;

    /// <summary>Of a short JSON answer; longer ones are output.</summary>
    private const int LongestStatus = 64 * 1024;

    /// <param name="isShell">Only a command has an exit code, whatever else is written in a file somebody read.</param>
    public static ToolReturned Read(string id, string text, bool isError, bool isShell)
    {
        var code = isShell ? ExitCodeIn(text) : null;
        return new ToolReturned(id, isError || IsFailure(text) || code is not (null or 0), code, text);
    }

    /// <summary>`[read_file for 'a.cs'] Result:` in front of an answer of the XML protocol.</summary>
    /// <returns>The tool, and where its result begins; null for any other text.</returns>
    public static (string Tool, int ResultAt)? HeaderOf(string text) => Header().Match(text) is { Success: true } header
        ? (header.Groups["tool"].Value, header.Length)
        : null;

    private static bool IsFailure(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith("The tool execution failed") || start.StartsWith("The user denied this operation")
            || (start.StartsWith("[ERROR]")))
        {
            return true;
        }
        if (start is not ['{', ..] || start.Length > LongestStatus)
        {
            return false;
        }
        try
        {
            using var answer = JsonDocument.Parse(SurrogateEscapes.Repair(text));
            return answer.RootElement.Text("status") is "error" or "denied";
        }
        catch (Exception other) when (other is JsonException or ArgumentException)
        {
            return false;
        }
    }

    private static int? ExitCodeIn(string text)
    {
        var head = text.Length > HeadLength ? text[..HeadLength] : text;
        var tail = text.Length > HeadLength ? text[^HeadLength..] : text;
        var match = FirstExitLine().Match(head) is { Success: true } first ? first : LastExitLine().Match(tail);
        return match.Success && int.TryParse(
            match.Groups["code"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
                ? code : null;
    }

    [GeneratedRegex(
        @"\A\s*\[(?<tool>[A-Za-z_]{2,40})(?:\ completed|\ for\ '[^\]]{0,4000}?'|\ in\ [^\]]{0,400})?[^\]]{0,200}\]\s*Result:\s*",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Header();

    [GeneratedRegex(@"Exit code: (?<code>-?\d{1,10})\r?\nOutput:", RegexOptions.ExplicitCapture)]
    private static partial Regex FirstExitLine();

    [GeneratedRegex(@"(?:\A|\n)Exit code: (?<code>-?\d{1,10})\s*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex LastExitLine();
}
