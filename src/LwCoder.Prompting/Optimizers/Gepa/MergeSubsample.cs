namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>A few dev examples to try a merge on: some where each parent was better, some where they were equal.</summary>
internal static class MergeSubsample
{
    public const int Size = 5;

    /// <param name="first">Scores of one parent, by example.</param>
    /// <param name="second">Scores of the other.</param>
    /// <param name="count">How many are wanted; with fewer in common some come twice.</param>
    /// <param name="random">Draws.</param>
    public static List<int> Draw(
        IReadOnlyDictionary<int, double> first, IReadOnlyDictionary<int, double> second, int count, MersenneTwister random)
    {
        List<int> common = [.. first.Keys.Where(second.ContainsKey).Order()];
        var each = (count + 2) / 3;
        var drawn = new List<int>(count);
        foreach (var sign in new[] { 1, -1, 0 })
        {
            List<int> bucket = [.. common.Where(example => first[example].CompareTo(second[example]) == sign)];
            var take = Math.Min(Math.Min(bucket.Count, each), count - drawn.Count);
            if (take > 0)
            {
                drawn.AddRange(random.Sample(bucket, take));
            }
        }
        if (count - drawn.Count is > 0 and var missing && common.Count > 0)
        {
            List<int> unused = [.. common.Except(drawn)];
            drawn.AddRange(unused.Count >= missing ? random.Sample(unused, missing) : random.Choices(common, missing));
        }
        return drawn;
    }
}
