using LwCoder.Recording;
using LwCoder.Recording.Import;
using LwCoder.Runs;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Spooling;

namespace LwCoder.Sessions.Live;

/// <summary>
/// Tells the store of lw_coder's own sessions, as they happen and whole at their end. A run neither waits for it nor fails
/// because of it.
/// </summary>
/// <param name="open">Finds the store of the repository at a root; null when the user wants nothing recorded.</param>
internal sealed class SessionChronicle(
    Func<string, CancellationToken, Task<SpooledWriter?>> open, Action<string> warn, TimeProvider time)
{
    /// <summary>For a store that is slow when all else is done.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private Task<SpooledWriter?>? _writer;
    private SessionFeed? _feed;

    /// <param name="root">The main worktree of the repository.</param>
    public SessionFeed Follow(string root, RunRecord run) =>
        _feed = new SessionFeed(FactsOf(run.Manifest), () => OpenAsync(root), time);

    /// <summary>Writes the session of a run that is recorded to its end, with what only then is known.</summary>
    public async Task EndAsync(string root, RunRecord run)
    {
        var writing = WriteWholeAsync(root, run);
        try
        {
            await writing.WaitAsync(Longest, time);
        }
        catch (TimeoutException)
        {
            warn($"the store does not answer; `lw_coder telemetry import runs` records {run.Manifest.RunId} later");
        }
        catch (Exception unexpected)
        {
            // A mistake of ours, with the work done and to be told of. An import of the run makes the same one, with its stack.
            warn($"this session is not recorded: {unexpected.Message}; see `lw_coder telemetry import runs --debug`");
        }
    }

    /// <summary>Writes what was found to be wrong with a session.</summary>
    public async Task TellAsync(string root, DiagnosisRow diagnosis)
    {
        try
        {
            await WriteAsync().WaitAsync(Longest, time);
        }
        catch (TimeoutException)
        {
            warn($"the store does not answer; the diagnosis of {diagnosis.SessionId} is not in it");
        }

        async Task WriteAsync()
        {
            if (await TryOpenAsync(root) is { } writer)
            {
                await using var closed = writer;
                var batch = new TelemetryBatch(text => text);
                batch.Add(diagnosis);
                await writer.WriteAsync(batch, CancellationToken.None);
            }
        }
    }

    private async Task WriteWholeAsync(string root, RunRecord run)
    {
        await (_feed?.EndAsync() ?? Task.CompletedTask);
        if (!File.Exists(run.Directory.SessionFile) || await OpenAsync(root) is not { } writer)
        {
            return;
        }
        (_feed, _writer) = (null, null);
        await using var closed = writer;
        var batch = new TelemetryBatch(text => text);
        var projector = new SessionProjector(FactsOf(run.Manifest));
        foreach (var happened in SessionLog.Read(run.Directory.SessionFile))
        {
            projector.Observe(happened, batch);
        }
        projector.Finish(batch);
        await writer.WriteAsync(batch, CancellationToken.None);
    }

    private Task<SpooledWriter?> OpenAsync(string root) => _writer ??= TryOpenAsync(root);

    private async Task<SpooledWriter?> TryOpenAsync(string root)
    {
        try
        {
            return await open(root, CancellationToken.None);
        }
        catch (UserError wrong)
        {
            warn($"this session is not recorded: {wrong.Message}");
            return null;
        }
    }

    /// <summary>As an import of the run would have them, so that it adds nothing.</summary>
    private static SessionFacts FactsOf(RunManifest manifest) => RunSource.FactsOf(manifest) with { Source = "live" };
}
