namespace LwCoder.Telemetry.Queries;

/// <summary>What sessions that have something in common took and came to.</summary>
/// <param name="By">What they have in common: all, plan, model, tool or prompt.</param>
/// <param name="Sessions">
/// Of agents, that nobody else started, each with its recoveries among these: what success, durations and the cost of one are of.
/// </param>
/// <param name="Recoveries">Sessions that were to put one of <paramref name="Sessions"/> right.</param>
/// <param name="Others">Subagents, and what lw_coder itself asked models. What they took is in all sums.</param>
/// <param name="Success">Of those that ended, from 0 to 1, by the last that ended of each; null when none did.</param>
/// <param name="Durations">Milliseconds at the 50th, 90th and 99th percentile; null when none is known.</param>
/// <param name="Trend">The cost over time, in equal spans from the first session to the last.</param>
internal sealed record StatsGroup(
    string By,
    string? Name,
    int Sessions,
    int Recoveries,
    int Others,
    double? Success,
    decimal Cost,
    long TokensIn,
    long TokensOut,
    long TokensCached,
    long Calls,
    long FailedCalls,
    Percentiles? Durations,
    IReadOnlyList<decimal> Trend)
{
    public decimal? CostPerSession => Sessions > 0 ? Math.Round(Cost / Sessions, 6) : null;
}

internal sealed record Percentiles(long Median, long Ninetieth, long NinetyNinth)
{
    /// <summary>The nearest rank of each; null without values.</summary>
    public static Percentiles? Of(List<long> values)
    {
        values.Sort();
        return values.Count == 0 ? null : new Percentiles(At(50), At(90), At(99));

        long At(int percent) => values[(values.Count * percent + 99) / 100 - 1];
    }

    /// <param name="values">Each once, the smallest first.</param>
    /// <param name="counts">How often each occurs.</param>
    public static Percentiles? OfCounts(List<long> values, List<long> counts)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }
        return total == 0 ? null : new Percentiles(At(50), At(90), At(99));

        long At(int percent)
        {
            var rank = (total * percent + 99) / 100;
            var at = 0;
            while ((rank -= counts[at]) > 0)
            {
                at++;
            }
            return values[at];
        }
    }
}
