using System.Text.RegularExpressions;

namespace LwCoder.Optimization.Recovery;

/// <summary>Something a recovery prompt has to say.</summary>
/// <param name="What">In words, for whoever has to mend a prompt that does not.</param>
/// <param name="Pattern">Finds it in a template.</param>
internal sealed record RecoveryElement(string What, Regex Pattern)
{
    /// <summary>What is particular to a way to go wrong counts more than what any prompt has.</summary>
    public int Weight { get; init; } = 1;

    public static RecoveryElement Says(string what, string pattern) =>
        new(what, new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline));

    /// <summary>A place that is filled for each session.</summary>
    public static RecoveryElement HasPlace(string name, string what) =>
        new($"has the place {{{name}}} for {what}", new Regex(Regex.Escape($"{{{name}}}")));

    public bool IsIn(string template) => Pattern.IsMatch(template);
}
