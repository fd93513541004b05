using System.Text.RegularExpressions;

namespace LwCoder.Sessions.Governing;

/// <summary>What in a text is another each time although nothing else is. A `~` takes its place.</summary>
internal static partial class PassingWords
{
    /// <summary>
    /// Takes out everything that passes: from what failed or checked something, which says the same in other words.
    /// </summary>
    public static string TakeFrom(string text) => Passing().Replace(TakeMeasured(text), "~");

    /// <summary>
    /// Takes out only how long something took, measured finer than anybody counts who waits: `12s elapsed` and `13s elapsed` tell
    /// of something that goes on.
    /// </summary>
    public static string TakeMeasured(string text) => Measured().Replace(text, "~");

    /// <summary>Takes out spaces, remarks and counted attempts.</summary>
    public static string TakeFromCommand(string command) =>
        Spaces().Replace(Attempts().Replace(Comments().Replace(command, ""), "~"), " ").Trim();

    [GeneratedRegex(
        @"\b\d+[.,]\d+\s?(?:s|secs?|seconds?)\b(?!\s+(?:elapsed|remaining|left|ago)\b)"
        + @"|\b\d+(?:[.,]\d+)?\s?(?:ns|µs|us|ms|msec)\b")]
    private static partial Regex Measured();

    /// <summary>Times, durations, processes, temporary files, identifiers, addresses in memory, counted attempts.</summary>
    [GeneratedRegex(
        @"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
        + @"|\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\b"
        + @"|\b\d+(?:[.,]\d+)?\s?(?:s|secs?|seconds?|m|min|minutes?)\b(?!\s+(?:elapsed|remaining|left|ago)\b)"
        + @"|\b1[5-9]\d{8}(?:\d{3})?\b"
        + @"|\b(?:pid|process|ppid|tid|seed)[ =:#]{1,3}\d+"
        + @"|(?<=\[)\d{2,7}(?=\])"
        + @"|(?:/private)?(?:/var/folders|/var/tmp|/tmp|\\Temp)[/\\][^\s:;,'""()<>]+"
        + @"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
        + @"|\b0x[0-9a-f]{6,16}\b"
        + @"|\b(?:attempt|try|retry)\b[ #=:]{0,3}\d+",
        RegexOptions.IgnoreCase)]
    private static partial Regex Passing();

    [GeneratedRegex(@"\b(?:attempt|try|retry)\b[ #=:]{0,3}\d+", RegexOptions.IgnoreCase)]
    private static partial Regex Attempts();

    [GeneratedRegex(@"(?<=^|\s)#[^\n]*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
