namespace LwCoder.Platform.Terminal;

/// <summary>"Did you mean …": names that somebody may have meant who typed another.</summary>
internal static class NearMatches
{
    private const int MaxSuggestions = 3;

    /// <summary>Nobody mistypes a longer word, and comparing takes time by the square of its length.</summary>
    private const int LongestWord = 200;

    /// <summary>At most three names, the nearest first: a typing mistake away, or containing what was typed.</summary>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> names) => typed.Length > LongestWord
        ? []
        : names.Select(name => (Name: name, Distance: Distance(typed.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(near => near.Distance <= Math.Max(1, typed.Length / 3)
                || (typed.Length >= 3 && near.Name.Contains(typed, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(MaxSuggestions)
            .Select(near => near.Name)
            .ToList();

    /// <summary>Levenshtein's: how many characters to insert, delete or replace.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var substituted = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.Length];
    }
}
