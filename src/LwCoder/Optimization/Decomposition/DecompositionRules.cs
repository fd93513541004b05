using System.Globalization;

namespace LwCoder.Optimization.Decomposition;

/// <summary>Limits as rules.</summary>
internal static class DecompositionRules
{
    public static IReadOnlyList<DecompositionRule> Of(DecompositionLimits limits)
    {
        var rules = new List<DecompositionRule>
        {
            new(limits.Fewest == limits.Most
                ? $"there are {limits.Most} subtasks"
                : $"there are {limits.Fewest} to {limits.Most} subtasks",
                subtasks => subtasks.Count >= limits.Fewest && subtasks.Count <= limits.Most),
            new(Text($"no cost_usd is above {limits.MostEach:0.##}"),
                subtasks => subtasks.All(one => one.CostUsd <= limits.MostEach)),
            new(Text($"all cost_usd together are at most {limits.MostTogether:0.##}"),
                subtasks => subtasks.Sum(one => one.CostUsd) <= limits.MostTogether),
            new("no two subtasks have the same title",
                subtasks => subtasks.DistinctBy(one => one.Title, StringComparer.OrdinalIgnoreCase).Count() == subtasks.Count),
        };
        if (limits.Allow.Count > 0)
        {
            rules.Add(new($"every path in scope is in {string.Join(" or ", limits.Allow)}", subtasks =>
                subtasks.All(one => one.Scope.All(path => limits.Allow.Any(allowed => ScopePath.IsIn(path, allowed))))));
        }
        foreach (var denied in limits.Deny)
        {
            // A folder around what is denied holds it as well, and on some systems so does one in other letters.
            rules.Add(new($"no path in scope is in {denied} or holds it", subtasks => subtasks.All(one => !one.Scope.Any(path =>
                ScopePath.IsIn(path, denied, StringComparison.OrdinalIgnoreCase)
                || ScopePath.IsIn(denied, path, StringComparison.OrdinalIgnoreCase)))));
        }
        return rules;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
