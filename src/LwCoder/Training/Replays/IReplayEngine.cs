namespace LwCoder.Training.Replays;

/// <summary>
/// Where replays run. Each is the one command `lw_coder candidates run-one &lt;folder&gt;`, which leaves `result.json`.
/// </summary>
internal interface IReplayEngine
{
    /// <summary>Before the first replay; ends what this comparison may have left running when it was killed.</summary>
    /// <param name="comparison">The comparison's id.</param>
    /// <exception cref="UserError">There is no such engine here.</exception>
    Task BeginAsync(string comparison, CancellationToken cancel);

    /// <summary>Runs one to its end. What came of it stands in the folder; when nothing does, it failed.</summary>
    Task RunAsync(string comparison, ReplayFolder folder, CancellationToken cancel);

    /// <summary>After the last, however it went.</summary>
    Task EndAsync(string comparison);
}
