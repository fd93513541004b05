namespace LwCoder.Runs;

/// <summary>A run with those it followed as a recovery and those that followed it, first to last.</summary>
internal static class RunChain
{
    public static IReadOnlyList<RunManifest> Of(RunCatalog runs, RunManifest run)
    {
        var others = runs.List(run.PlanId).Select(directory => directory.TryReadManifest()).OfType<RunManifest>().ToList();
        // A chain that somebody has edited into a circle ends where it would begin anew.
        var seen = new HashSet<string> { run.RunId };
        List<RunManifest> chain = [run];
        while (others.Find(other => other.RunId == chain[0].RecoveryOf?.Run) is { } before && seen.Add(before.RunId))
        {
            chain.Insert(0, before);
        }
        while (others.FindLast(other => other.RecoveryOf?.Run == chain[^1].RunId) is { } after && seen.Add(after.RunId))
        {
            chain.Add(after);
        }
        return chain;
    }
}
