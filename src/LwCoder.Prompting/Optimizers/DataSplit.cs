using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// A data set in three: to learn from, to choose by, and to be measured on at the end. What belongs together (the attempts
/// at one task, the pages of one book) is in one part only, or the measure would be of what was seen before.
/// </summary>
/// <param name="Train">Shown to models: demos, reflection, proposals.</param>
/// <param name="Dev">Decides between candidates.</param>
/// <param name="Test">Looked at once, when everything is decided; may be empty.</param>
public sealed record DataSplit(IReadOnlyList<Example> Train, IReadOnlyList<Example> Dev, IReadOnlyList<Example> Test)
{
    /// <summary>
    /// Splits by group. Groups are walked in an order that depends on the seed and their names alone, each going where
    /// most is missing; the order of the examples does not matter, and a part is empty only where groups are fewer than parts.
    /// </summary>
    /// <param name="examples">The data set.</param>
    /// <param name="group">What an example belongs to.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="shares">Shares of the examples; null: <see cref="SplitShares.Default"/>.</param>
    public static DataSplit ByGroup(
        IReadOnlyList<Example> examples, Func<Example, string> group, int seed, SplitShares? shares = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var wanted = (shares ?? SplitShares.Default).Normalised();
        var groups = examples.GroupBy(group, StringComparer.Ordinal)
            .OrderBy(members => SeededRandom.For(seed, $"split|{members.Key}").NextDouble())
            .ThenBy(members => members.Key, StringComparer.Ordinal);
        List<Example>[] parts = [[], [], []];
        foreach (var members in groups)
        {
            Neediest(parts, wanted, examples.Count).AddRange(members);
        }
        return new DataSplit(parts[0], parts[1], parts[2]);
    }

    private static List<Example> Neediest(List<Example>[] parts, IReadOnlyList<double> wanted, int total)
    {
        // An empty part comes first, so that the last one gets something before the others are full.
        var order = Enumerable.Range(0, parts.Length).Where(part => wanted[part] > 0)
            .OrderByDescending(part => parts[part].Count == 0)
            .ThenByDescending(part => wanted[part] - ((double)parts[part].Count / total));
        return parts[order.First()];
    }
}
