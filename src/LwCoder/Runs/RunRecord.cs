namespace LwCoder.Runs;

/// <summary>The manifest of a run in progress. What is in memory and what is in `run.json` never differ.</summary>
internal sealed class RunRecord(RunDirectory directory, RunManifest manifest)
{
    public RunDirectory Directory { get; } = directory;

    public RunManifest Manifest { get; private set; } = manifest;

    /// <summary>Creates the folder of a new run with its first `run.json`.</summary>
    public static RunRecord Begin(RunDirectory directory, RunManifest manifest)
    {
        var record = new RunRecord(directory, manifest);
        directory.WriteManifest(manifest);
        return record;
    }

    public void Update(Func<RunManifest, RunManifest> change)
    {
        Manifest = change(Manifest);
        Directory.WriteManifest(Manifest);
    }
}
