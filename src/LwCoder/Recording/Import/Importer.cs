using System.Threading.Channels;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording.Import;

/// <summary>
/// Brings the sessions of a source into the store. Units are read side by side and written one after the other, each with the
/// note
/// that it was imported, so that an import that was killed goes on where it was.
/// </summary>
/// <param name="redact">Takes the secrets out of a text; called from several threads.</param>
internal sealed class Importer(ITelemetryStore store, Func<string, string> redact, TimeProvider time)
{
    /// <summary>Rows in one transaction; more make it no faster.</summary>
    private const int RowsAtOnce = 4000;

    /// <summary>Units that are read side by side; more are only held up by the writing, and each may take tens of megabytes.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Batches that wait to be written: enough that neither side waits, few enough to cost no memory.</summary>
    private const int MostWaiting = 4;

    public async Task<ImportReport> RunAsync(
        IImportSource source, IReadOnlyList<string> places, IImportProgress progress, CancellationToken cancel)
    {
        var ledger = await ImportLedger.ReadAsync(store, source.Name, cancel);
        var found = places.SelectMany(source.Find)
            .Select(unit => (Unit: unit, Stamp: unit.Stamp ?? FileStamp.Of(unit.Files))).ToList();
        var tally = new ImportTally(source.Name, progress);
        progress.Begin(found.Count, found.Sum(one => one.Stamp.Size));
        try
        {
            var batches = Channel.CreateBounded<TelemetryBatch>(MostWaiting);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var reading = ReadAllAsync(source, found, ledger, tally, batches.Writer, stop.Token);
            try
            {
                await WriteAllAsync(batches.Reader, cancel);
            }
            finally
            {
                // Nobody writes what is still being read when the store has failed.
                await stop.CancelAsync();
                await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            await reading;
        }
        finally
        {
            progress.End();
        }
        var links = source.NeedsLinks && tally.HasImported
            ? await new ChildLinker(store, time).LinkAsync(cancel)
            : new LinkCounts(0, 0, 0);
        if (tally.HasImported)
        {
            await store.MarkAsync(BoundaryKind.ImportFinished, source.Name, cancel);
        }
        return tally.ToReport(links);
    }

    private async Task ReadAllAsync(
        IImportSource source, List<(ImportUnit Unit, FileStamp Stamp)> found, ImportLedger ledger, ImportTally tally,
        ChannelWriter<TelemetryBatch> batches, CancellationToken cancel)
    {
        try
        {
            var degree = Math.Min(MostAtOnce, Environment.ProcessorCount);
            var options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = degree };
            await Parallel.ForEachAsync(found, options, async (one, stop) =>
            {
                if (Read(source, one.Unit, one.Stamp, ledger, tally) is { } batch)
                {
                    await batches.WriteAsync(batch, stop);
                }
                tally.Advance(one.Stamp.Size);
            });
            batches.Complete();
        }
        catch (Exception failure)
        {
            // What is written already stays; the writer ends with what stopped the reading.
            batches.Complete(failure);
            throw;
        }
    }

    /// <returns>What is to be written; null when nothing has changed.</returns>
    private TelemetryBatch? Read(IImportSource source, ImportUnit unit, FileStamp stamp, ImportLedger ledger, ImportTally tally)
    {
        var known = ledger.Find(unit);
        if (known is not null && known.Size == stamp.Size && known.MtimeMs == stamp.ModifiedMs)
        {
            tally.Skip(unit, known);
            return null;
        }
        var entry = new ImportedFileRow
        {
            Source = source.Name,
            Path = unit.Path,
            Size = stamp.Size,
            MtimeMs = stamp.ModifiedMs,
            Status = ImportLedger.Imported,
            SessionId = unit.Facts.FallbackId,
            ImporterVersion = ImportLedger.Version,
            ImportedAt = time.GetUtcNow(),
        };
        var batch = new TelemetryBatch(redact);
        try
        {
            entry = entry with { ContentHash = unit.Files.Count > 0 ? FileStamp.HashOf(unit.Files) : null };
            if (known is { ContentHash: not null, Status: ImportLedger.Imported } && known.ContentHash == entry.ContentHash)
            {
                batch.Add(entry with { Problem = known.Problem });
                tally.Skip(unit, known);
                return batch;
            }
            var facts = ledger.IsOfRun(unit.Facts.FallbackId)
                ? unit.Facts with { IsToldByRun = unit.Facts.IsToldByRun || source.Name != RunSource.SourceName }
                : unit.Facts;
            var problem = Project(source, unit, facts, batch);
            if (problem is { IsLost: true })
            {
                throw new InvalidDataException(problem.What);
            }
            batch.Add(entry with { Problem = problem?.What });
            tally.Add(batch, problem);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException or StoreException)
        {
            batch.Clear();
            batch.Add(entry with { Status = ImportLedger.Failed, Problem = unreadable.Message });
            tally.Fail(new ImportProblem(unit.Path, unreadable.Message, IsLost: true));
        }
        return batch;
    }

    /// <returns>What is wrong with its files, if anything is.</returns>
    private static ImportProblem? Project(IImportSource source, ImportUnit unit, SessionFacts facts, TelemetryBatch batch)
    {
        var projector = new SessionProjector(facts);
        var hints = source.NeedsLinks ? new LinkHints(facts) : null;
        var damages = new List<string>();
        var hasContent = false;
        foreach (var happened in unit.Read())
        {
            if (happened is RecordDamaged damage)
            {
                damages.Add($"{Path.GetFileName(damage.File)}: {damage.What}");
                continue;
            }
            hasContent |= happened is not SessionStarted;
            hints?.Observe(happened);
            projector.Observe(happened, batch);
        }
        if (!hasContent)
        {
            batch.Clear();
            return damages.Count > 0 || unit.Files.Any(HoldsNoJson)
                ? new ImportProblem(unit.Path, damages.Count > 0 ? string.Join("; ", damages) : "there is no JSON in it", IsLost: true)
                : null;
        }
        projector.Finish(batch);
        unit.AddMore(batch);
        hints?.Finish(batch);
        return damages.Count > 0 ? new ImportProblem(unit.Path, string.Join("; ", damages), IsLost: false) : null;
    }

    /// <summary>Emptied by a crash, or something else in the place of a transcript.</summary>
    private static bool HoldsNoJson(string file) => new FileInfo(file) is { Exists: true } info
        && (info.Length == 0 || (file.EndsWith(".jsonl", StringComparison.Ordinal) && !JsonLines.Read(file).Any()));

    private async Task WriteAllAsync(ChannelReader<TelemetryBatch> batches, CancellationToken cancel)
    {
        await foreach (var first in batches.ReadAllAsync(cancel))
        {
            var batch = first;
            // Small ones share a transaction.
            while (batch.Count < RowsAtOnce && batches.TryRead(out var next))
            {
                batch.Append(next);
            }
            await store.WriteAsync(batch, cancel);
        }
    }
}
