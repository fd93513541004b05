using System.Text;

namespace LwCoder.Plans;

/// <summary>Makes ids out of texts that are none.</summary>
internal static class PlanIdText
{
    private const int MostCharacters = 100;

    private const string Fallback = "new-plan";

    /// <summary>The valid id that is nearest to the text; a valid one stays as it is.</summary>
    public static PlanId From(string text)
    {
        if (PlanId.Problem(text) is null)
        {
            return PlanId.Parse(text);
        }
        var id = new StringBuilder();
        foreach (var character in text.Trim())
        {
            var allowed = PlanId.IsAllowed(character) ? character : '-';
            // Nothing is lost when `..` becomes `.` and ` - ` becomes `-`.
            if (id.Length == 0 || allowed is not ('-' or '.') || id[^1] is not ('-' or '.'))
            {
                id.Append(allowed);
            }
        }
        var word = Cut(id.ToString().Trim('-', '.'), MostCharacters);
        string[] candidates = word.Length == 0
            ? [Fallback]
            : [word, $"plan-{word}", $"{Cut(word, MostCharacters - 5)}-plan", Fallback];
        return PlanId.Parse(candidates.First(candidate => PlanId.Problem(candidate) is null));
    }

    /// <summary>The id with something behind it, shortened where the whole would be too long.</summary>
    public static PlanId WithSuffix(PlanId id, string suffix) => From(Cut(id.Value, MostCharacters - suffix.Length) + suffix);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length].TrimEnd('-', '.');
}
