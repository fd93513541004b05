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
    /// Placeholders nobody will fill. Braces that the material has as well are its subject, such as `/users/{id}`.
    /// </summary>
    /// <param name="material">What the text was written from.</param>
    public static IEnumerable<string> Unresolved(string text, string material) => Pattern().Matches(text)
        .Select(match => match.Value)
        .Distinct()
        .Where(name => name == Plan || !material.Contains(name, StringComparison.Ordinal));

    [GeneratedRegex(@"(?<!\$)\{[A-Za-z_][A-Za-z0-9_]*\}")]
    private static partial Regex Pattern();
}
