namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>
/// Joins what two lines of descent learned apart: where one of them still has their ancestor's text, the other's is taken.
/// Remembers what it joined.
/// </summary>
/// <param name="random">Draws pairs and ancestors.</param>
internal sealed class Merger(MersenneTwister random)
{
    private const int Attempts = 10;

    private readonly HashSet<(int First, int Second, int Ancestor)> _tried = [];
    private readonly HashSet<(int First, int Second, string Sources)> _built = [];

    /// <summary>Marks a pair as joined through an ancestor.</summary>
    public void Remember(int first, int second, int ancestor) => _tried.Add((first, second, ancestor));

    /// <summary>What was built: the pair, and whose text each component took, in the order of their names.</summary>
    public IReadOnlyCollection<(int First, int Second, string Sources)> Built => _built;

    /// <summary>A merge of two of the given candidates that was not made yet; null if none was found.</summary>
    /// <param name="candidates">Who may be joined.</param>
    /// <param name="family">Everyone.</param>
    /// <param name="overlaps">Whether two were run on enough of the same examples to be compared.</param>
    public MergePlan? Find(IReadOnlyList<int> candidates, Family family, Func<int, int, bool> overlaps)
    {
        if (candidates.Count < 2 || family.Count < 3)
        {
            return null;
        }
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (FindPair(candidates, family) is var (first, second, ancestor)
                && Build(family, first, second, ancestor) is var (merged, sources)
                && !_built.Contains((first, second, sources)) && overlaps(first, second))
            {
                _built.Add((first, second, sources));
                return new MergePlan(merged, first, second, ancestor);
            }
        }
        return null;
    }

    /// <summary>Two of the candidates, neither the other's ancestor, and an ancestor of both worth joining them over.</summary>
    /// <param name="candidates">Who may be joined.</param>
    /// <param name="family">Everyone.</param>
    /// <param name="attempts">How many pairs are drawn.</param>
    public (int First, int Second, int Ancestor)? FindPair(
        IReadOnlyList<int> candidates, Family family, int attempts = Attempts)
    {
        for (var attempt = 0; attempt < attempts && candidates.Count >= 2; attempt++)
        {
            var pair = random.Sample(candidates, 2);
            var (first, second) = (Math.Min(pair[0], pair[1]), Math.Max(pair[0], pair[1]));
            var (ofFirst, ofSecond) = (family.AncestorsOf(first), family.AncestorsOf(second));
            if (ofFirst.Contains(second) || ofSecond.Contains(first))
            {
                continue;
            }
            var ancestors = Worthwhile(first, second, [.. ofFirst.Intersect(ofSecond)], family);
            if (ancestors.Count > 0)
            {
                return (first, second, random.Choices(ancestors, Weights(ancestors, family), 1)[0]);
            }
        }
        return null;
    }

    /// <summary>The ancestors no better than either, not used for the pair yet, and with something to join.</summary>
    public List<int> Worthwhile(int first, int second, IReadOnlyList<int> ancestors, Family family) =>
        [.. ancestors.Where(ancestor => !_tried.Contains((first, second, ancestor))
            && family.Score(ancestor) <= family.Score(first) && family.Score(ancestor) <= family.Score(second)
            && IsDesirable(family[ancestor], family[first], family[second]))];

    /// <summary>Whether exactly one of the two changed some component.</summary>
    public static bool IsDesirable(Candidate ancestor, Candidate first, Candidate second) =>
        ancestor.Components.Any(part => HasOneChange(part.Text, first[part.Name].Text, second[part.Name].Text));

    private static bool HasOneChange(string ancestor, string first, string second) =>
        first != second && (ancestor == first || ancestor == second);

    /// <summary>The better an ancestor, the likelier. Where scores are no weights all are alike.</summary>
    private static List<double> Weights(List<int> ancestors, Family family)
    {
        List<double> scores = [.. ancestors.Select(family.Score)];
        return scores.Exists(score => score < 0) || scores.Sum() <= 0 ? [.. scores.Select(_ => 1.0)] : scores;
    }

    private (Candidate Merged, string Sources) Build(Family family, int first, int second, int ancestor)
    {
        var (merged, sources) = (family[ancestor], new List<int>());
        foreach (var name in merged.Components.Select(part => part.Name).Order(StringComparer.Ordinal).ToList())
        {
            var source = Source(family, name, first, second, ancestor);
            sources.Add(source);
            merged = merged.With(family[source][name]);
        }
        return (merged, string.Join(',', sources));
    }

    private int Source(Family family, string component, int first, int second, int ancestor)
    {
        string TextOf(int index) => family[index][component].Text;
        var (old, left, right) = (TextOf(ancestor), TextOf(first), TextOf(second));
        if (HasOneChange(old, left, right))
        {
            return old == left ? second : first;
        }
        if (old == left)
        {
            return first;
        }
        return family.Score(first).CompareTo(family.Score(second)) switch
        {
            > 0 => first,
            < 0 => second,
            _ => random.Choice([first, second]),
        };
    }
}
