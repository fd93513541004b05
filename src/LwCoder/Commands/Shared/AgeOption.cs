using System.Globalization;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Shared;

/// <summary>Ages as people write them: one whole number and `h`, `d` or `w`.</summary>
internal static class AgeOption
{
    public static TimeSpan? TryParse(string text)
    {
        var hours = text.Length == 0 ? 0 : text[^1] switch { 'h' => 1, 'd' => 24, 'w' => 7 * 24, _ => 0 };
        // Five digits: a thousand years and more are no age of a file.
        return hours > 0 && text.Length <= 6
            && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? TimeSpan.FromHours((double)count * hours)
                : null;
    }

    /// <exception cref="UserError">It is no age.</exception>
    public static TimeSpan Parse(string option, string typed) => TryParse(typed) ?? throw new UserError(
        $"{option} {TerminalText.OneLine(typed, 100)} was not understood",
        $"give {option} an age such as 12h, 30d or 8w", ExitCode.Usage);
}
