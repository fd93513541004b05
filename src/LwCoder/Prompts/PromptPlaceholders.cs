using System.Text.RegularExpressions;

namespace LwCoder.Prompts;

/// <summary>`{plan_text}`, where the plan goes, and what looks like it but stands for nothing.</summary>
internal static partial class PromptPlaceholders
{
    public const string Plan = "{plan_text}";

    /// <summary>Puts the plan in place of the placeholder; a placeholder in the plan's own text stays what it is.</summary>
    /// <returns>Null when there is no placeholder.</returns>
    public static string? Fill(string template, string plan) => template.Split(Plan) switch
    {
        [_] => null,
        var parts => string.Join(plan, parts),
    };

    /// <summary>
    /// The first placeholder in a prompt written by hand that is none of those that are filled in, and its line from 1.
    /// </summary>
    public static (string Name, int Line)? FirstUnknown(string template, IReadOnlyList<string> known)
    {
        var unknown = Pattern().Matches(template).FirstOrDefault(match => !known.Contains(match.Value));
        return unknown is null ? null : (unknown.Value, template.AsSpan(0, unknown.Index).Count('\n') + 1);
    }

    /// <summary>
    /// Placeholders nobody will fill. Braces that the material has as well are its subject, such as `/users/{id}`.
    /// </summary>
    /// <param name="material">What the text was written from.</param>
    public static IEnumerable<string> Unresolved(string text, string material) => Pattern().Matches(text)
        .Select(match => match.Value)
        .Distinct()
        .Where(name => name == Plan || !material.Contains(name, StringComparison.Ordinal));

    /// <summary>Shells write `${name}`, and double braces are how other templates are quoted: both are left alone.</summary>
    [GeneratedRegex(@"(?<![$\{])\{[A-Za-z_][A-Za-z0-9_]*\}(?!\})")]
    private static partial Regex Pattern();
}
