using System.Globalization;
using LwCoder.Models;
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
/// <param name="redact">Takes the secrets out of what the agent wrote into its home.</param>
/// <param name="open">Finds the store of the repository at a root; null when the user wants nothing recorded.</param>
internal sealed class SessionChronicle(
    Func<string, CancellationToken, Task<SpooledWriter?>> open, Func<string, string> redact, Action<string> warn,
    TimeProvider time)
{
    /// <summary>For a store that is slow when all else is done.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const string Live = "live";

    private Task<SpooledWriter?>? _writer;
    private SessionFeed? _feed;

    /// <param name="root">The main worktree of the repository.</param>
    public SessionFeed Follow(string root, RunRecord run) =>
        _feed = new SessionFeed(FactsOf(run.Manifest), () => OpenAsync(root), time);

    /// <summary>Models for lw_coder's own questions, which are recorded as they are answered.</summary>
    /// <param name="purpose">What they are asked for, in a word.</param>
    /// <param name="run">The run that is asked about; null where there is none.</param>
    public AskedModels Ask(string root, ILanguageModels models, string purpose, string? plan = null, RunManifest? run = null)
    {
        var now = time.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"{purpose}-{now:yyyyMMdd_HHmmss}-{Guid.NewGuid():N}");
        var facts = new SessionFacts
        {
            Source = Live,
            FallbackId = name,
            FallbackTime = now,
            Tool = SessionRow.OwnTool,
            PlanId = plan ?? run?.PlanId,
            RunId = run?.RunId,
        };
        var feed = new SessionFeed(facts, () => TryOpenAsync(root), time, redact);
        return new AskedModels(
            models, name, purpose, run?.SessionId, feed,
            writing => WaitAsync(writing, $"what lw_coder asked models for {purpose} is not in it"));
    }

    /// <summary>Writes the session of a run that is recorded to its end, with what only then is known.</summary>
    public Task EndAsync(string root, RunRecord run) => WaitAsync(
        WriteWholeAsync(root, run), $"`lw_coder telemetry import runs` records {run.Manifest.RunId} later");

    /// <summary>Writes what was found to be wrong with the session of a run.</summary>
    public Task TellDiagnosisAsync(string root, RunDirectory run)
    {
        var manifest = run.ReadManifest();
        return DiagnosisRecord.RowOf(run, manifest) is { } diagnosis
            ? WaitAsync(
                WriteAsync(diagnosis), $"`lw_coder telemetry import runs` records the diagnosis of {manifest.RunId} later")
            : Task.CompletedTask;

        async Task WriteAsync(DiagnosisRow found)
        {
            if (await TryOpenAsync(root) is { } writer)
            {
                await using var closed = writer;
                var batch = new TelemetryBatch(redact);
                batch.Add(found);
                await writer.WriteAsync(batch, CancellationToken.None);
            }
        }
    }

    /// <param name="lost">What a person has to know when it takes too long, or fails.</param>
    private async Task WaitAsync(Task writing, string lost)
    {
        try
        {
            await writing.WaitAsync(Longest, time);
        }
        catch (TimeoutException)
        {
            warn($"the store does not answer; {lost}");
        }
        catch (Exception unexpected)
        {
            // A mistake of ours, with the work done and to be told of. An import of the run makes the same one, with its stack.
            warn($"this session is not recorded: {unexpected.Message}; {lost}");
        }
    }

    private async Task WriteWholeAsync(string root, RunRecord run)
    {
        await (_feed?.EndAsync() ?? Task.CompletedTask);
        var units = RunSource.UnitsOf(run.Directory, run.Manifest).ToList();
        if (units.Count == 0 || await OpenAsync(root) is not { } writer)
        {
            return;
        }
        (_feed, _writer) = (null, null);
        await using var closed = writer;
        foreach (var unit in units)
        {
            var batch = new TelemetryBatch(redact);
            var projector = new SessionProjector(unit.Facts with { Source = Live });
            foreach (var happened in unit.Read())
            {
                projector.Observe(happened, batch);
            }
            projector.Finish(batch);
            await writer.WriteAsync(batch, CancellationToken.None);
        }
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
    private static SessionFacts FactsOf(RunManifest manifest) => RunSource.FactsOf(manifest) with { Source = Live };
}
