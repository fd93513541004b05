using LwCoder.Runs;

namespace LwCoder.Training.Replays;

/// <summary>What a replay may cost, before any was made.</summary>
internal static class ReplayCost
{
    /// <summary>The mean of many says more, and reading them all would take long where there are thousands.</summary>
    private const int MostRuns = 50;

    /// <returns>In US dollars, what the newest runs of the agent cost on average; null where none is known.</returns>
    public static decimal? Guess(string stateFolder, string tool)
    {
        var costs = RunCatalog.In(stateFolder).List().Take(MostRuns)
            .Select(run => run.TryReadManifest()).Where(run => run?.Tool == tool).Select(run => run!.Cost)
            .OfType<decimal>().ToList();
        return costs.Count == 0 ? null : costs.Average();
    }
}
