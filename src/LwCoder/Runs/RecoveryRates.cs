namespace LwCoder.Runs;

/// <param name="Attempts">Recoveries from it that are finished.</param>
/// <param name="Successes">Those that completed.</param>
internal sealed record RecoveryRate(string Category, int Attempts, int Successes)
{
    public double Rate => (double)Successes / Attempts;
}

/// <summary>How often being told what went wrong has helped, for each way to go wrong.</summary>
internal static class RecoveryRates
{
    /// <returns>Only categories that were tried, by name.</returns>
    public static IReadOnlyList<RecoveryRate> Of(IEnumerable<RunManifest> runs) =>
    [
        .. runs.Where(run => run is { RecoveryOf: not null, State: RunState.Finished })
            .GroupBy(run => run.RecoveryOf!.Category)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new RecoveryRate(group.Key, group.Count(), group.Count(run => run.Outcome == "completed"))),
    ];
}
