using System.Text.RegularExpressions;

namespace LwCoder.Agents.Kilo;

/// <summary>What Kilo Code tells the model about where it is, at the end of what the user says.</summary>
internal sealed partial record KiloSurroundings(string? Mode, string? Model, string? Workspace)
{
    private const string Opening = "<environment_details>";

    /// <returns>Null where the text has none.</returns>
    public static KiloSurroundings? In(string text)
    {
        var start = text.IndexOf(Opening, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }
        var details = text[start..];
        return new KiloSurroundings(Value(Slug(), details), Value(ModelName(), details), Value(Folder(), details));
    }

    public static string Without(string text)
    {
        var start = text.IndexOf(Opening, StringComparison.Ordinal);
        return start < 0 ? text : text[..start];
    }

    private static string? Value(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match ? match.Groups["value"].Value : null;

    [GeneratedRegex(@"<slug>(?<value>[^<]{1,100})</slug>", RegexOptions.ExplicitCapture)]
    private static partial Regex Slug();

    [GeneratedRegex(@"<model>(?<value>[^<]{1,200})</model>", RegexOptions.ExplicitCapture)]
    private static partial Regex ModelName();

    [GeneratedRegex(
        @"\# Current (?:Workspace|Working) Directory \((?<value>[^\n]{1,1000}?)\)(?: Files)?\r?\n", RegexOptions.ExplicitCapture)]
    private static partial Regex Folder();
}
