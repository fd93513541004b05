namespace LwCoder.Agents.Tools.Shell;

/// <summary>A shell command as its parts. Any text can be parsed; what we cannot follow is marked as such.</summary>
/// <param name="Root">The parts in their order.</param>
/// <param name="Hidden">Commands in substitutions, whose fate the exit code does not tell.</param>
/// <param name="IsFollowed">
/// False when something decides over what runs that we do not follow: `if`, loops, functions, a quote that is never closed.
/// </param>
/// <param name="WritesFile">Output of something is redirected to a file.</param>
internal sealed record ShellScript(ShellList Root, IReadOnlyList<ShellList> Hidden, bool IsFollowed, bool WritesFile)
{
    /// <summary>A longer one is data that somebody pipes somewhere.</summary>
    private const int Longest = 64 * 1024;

    public static ShellScript Parse(string command) =>
        ShellParser.Parse(command.Length > Longest ? command[..Longest] : command);

    /// <summary>Every program that may be started.</summary>
    public IEnumerable<ShellStep> Steps => StepsOf(Root).Concat(Hidden.SelectMany(list => StepsOf(list)));

    /// <summary>
    /// Those among <see cref="Steps"/> that the command does not leave to the background, and so takes as long as.
    /// </summary>
    public IEnumerable<ShellStep> InFront =>
        StepsOf(Root, isInFront: true).Concat(Hidden.SelectMany(list => StepsOf(list, isInFront: true)));

    /// <summary>A word as a shell has to see it to take it as it is.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "_-./=:,@%+".Contains(letter))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static IEnumerable<ShellStep> StepsOf(ShellNode node, bool isInFront = false) => node switch
    {
        ShellStep step => [step],
        ShellPipeline pipeline => pipeline.Parts.SelectMany(part => StepsOf(part, isInFront)),
        ShellList list =>
            list.Links.Where((_, i) => !isInFront || !IsBehind(list, i)).SelectMany(link => StepsOf(link.Pipeline, isInFront)),
        _ => [],
    };

    /// <summary>A `&amp;` leaves all to the background that is joined by `&amp;&amp;` and `||` before it.</summary>
    private static bool IsBehind(ShellList list, int link) =>
        list.Links.Skip(link).FirstOrDefault(one => one.Joint is not ("&&" or "||")) is { Joint: "&" };
}
