using System.Threading.Channels;
using LwCoder.Agents.Events;
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

    /// <summary>
    /// Units that are read side by side; more are only held up by the writing, and each may take tens of megabytes.
    /// </summary>
    private const int MostAtOnce = 4;

    /// <summary>Units that wait to be written: enough that neither side waits, few enough to cost no memory.</summary>
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
            var units = Channel.CreateBounded<ReadUnit>(MostWaiting);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var reading = ReadAllAsync(source, found, ledger, tally, units.Writer, stop.Token);
            try
            {
                await WriteAllAsync(units.Reader, tally, cancel);
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
        ChannelWriter<ReadUnit> units, CancellationToken cancel)
    {
        try
        {
            var degree = Math.Min(MostAtOnce, Environment.ProcessorCount);
            var options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = degree };
            await Parallel.ForEachAsync(found, options, async (one, stop) =>
            {
                if (Read(source, one.Unit, one.Stamp, ledger, tally) is { } read)
                {
                    await units.WriteAsync(read, stop);
                }
                tally.Advance(one.Stamp.Size);
            });
            units.Complete();
        }
        catch (Exception failure)
        {
            // What is written already stays; the writer ends with what stopped the reading.
            units.Complete(failure);
            throw;
        }
    }

    /// <returns>What is to be written; null when nothing has changed.</returns>
    private ReadUnit? Read(IImportSource source, ImportUnit unit, FileStamp stamp, ImportLedger ledger, ImportTally tally)
    {
        var known = ledger.Find(unit);
        if (known is not null && known.Size == stamp.Size && known.MtimeMs == stamp.ModifiedMs
            && !ImportLedger.MayHaveHealed(known))
        {
            tally.Skip(ImportLedger.ProblemsOf(known));
            return null;
        }
        var entry = new ImportedFileRow
        {
            Source = source.Name,
            Path = unit.Path,
            Size = stamp.Size,
            MtimeMs = stamp.ModifiedMs,
            Status = "",
            SessionId = unit.Facts.FallbackId,
            ImporterVersion = ImportLedger.Version,
            ImportedAt = time.GetUtcNow(),
        };
        var batch = new TelemetryBatch(redact);
        IReadOnlyList<ImportProblem> problems;
        try
        {
            entry = entry with { ContentHash = unit.Files.Count > 0 ? FileStamp.HashOf(unit.Files) : null };
            if (known?.ContentHash is { } hash && hash == entry.ContentHash)
            {
                batch.Add(entry with { Status = known.Status, Problem = known.Problem });
                return new ReadUnit(unit, batch, ImportLedger.ProblemsOf(known), IsNew: false);
            }
            var facts = ledger.IsOfRun(unit.Facts.FallbackId)
                ? unit.Facts with { IsToldByRun = unit.Facts.IsToldByRun || source.Name != RunSource.SourceName }
                : unit.Facts;
            problems = unit.Files.Count > 0 && stamp.Size == 0
                ? [new ImportProblem(unit.Path, "it is empty", ImportTrouble.Unreadable)]
                : Project(source, unit, facts, batch);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or StoreException)
        {
            entry = entry with { ContentHash = null };
            problems = [new ImportProblem(unit.Path, unreadable.Message, ImportTrouble.Unreadable)];
        }
        var status = ImportLedger.StatusOf(problems);
        if (status != ImportLedger.Imported)
        {
            batch.Clear();
        }
        batch.Add(entry with { Status = status, Problem = ImportLedger.TextOf(problems, unit.Path) });
        return new ReadUnit(unit, batch, problems, IsNew: true);
    }

    /// <returns>What is wrong with its files, if anything is.</returns>
    private static List<ImportProblem> Project(IImportSource source, ImportUnit unit, SessionFacts facts, TelemetryBatch batch)
    {
        var projector = new SessionProjector(facts);
        var hints = source.NeedsLinks ? new LinkHints(facts) : null;
        var damages = new List<ImportProblem>();
        var hasContent = false;
        foreach (var happened in unit.Read())
        {
            if (happened is RecordDamaged damage)
            {
                damages.Add(new ImportProblem(damage.File, damage.What, ImportTrouble.Damaged));
                continue;
            }
            hasContent |= happened is not SessionStarted;
            hints?.Observe(happened);
            projector.Observe(happened, batch);
        }
        if (hasContent)
        {
            projector.Finish(batch);
            unit.AddMore(batch);
            hints?.Finish(batch);
            return damages;
        }
        return damages.Count > 0
            ? damages.ConvertAll(damage => damage with { Trouble = ImportTrouble.Unreadable })
            : [new ImportProblem(unit.Path, "there is no session in it", ImportTrouble.Empty)];
    }

    private async Task WriteAllAsync(ChannelReader<ReadUnit> units, ImportTally tally, CancellationToken cancel)
    {
        await foreach (var first in units.ReadAllAsync(cancel))
        {
            var together = new List<ReadUnit> { first };
            // Small ones share a transaction.
            for (var rows = first.Batch.Count; rows < RowsAtOnce && units.TryRead(out var next); rows += next.Batch.Count)
            {
                together.Add(next);
            }
            await WriteAsync(together, tally, cancel);
        }
    }

    /// <summary>What the store refuses costs the unit it is in, and not those it shares a transaction with.</summary>
    private async Task WriteAsync(List<ReadUnit> units, ImportTally tally, CancellationToken cancel)
    {
        var batch = units[0].Batch;
        if (units.Count > 1)
        {
            batch = new TelemetryBatch(redact);
            units.ForEach(unit => batch.Append(unit.Batch));
        }
        try
        {
            await store.WriteAsync(batch, cancel);
            units.ForEach(unit => unit.Count(tally));
        }
        catch (StoreException refused) when (refused.Fault == StoreFault.Refused && units.Count > 1)
        {
            foreach (var unit in units)
            {
                await WriteAsync([unit], tally, cancel);
            }
        }
        catch (StoreException refused) when (refused.Fault == StoreFault.Refused)
        {
            // Without an entry in the ledger, so that the next import tries again.
            tally.Add(units[0].Batch, [new ImportProblem(units[0].Unit.Path, refused.Message, ImportTrouble.Unreadable)]);
        }
    }

    /// <param name="Batch">Its rows and its entry in the ledger.</param>
    /// <param name="IsNew">False when only its files' times have changed.</param>
    private sealed record ReadUnit(ImportUnit Unit, TelemetryBatch Batch, IReadOnlyList<ImportProblem> Problems, bool IsNew)
    {
        public void Count(ImportTally tally)
        {
            if (IsNew)
            {
                tally.Add(Batch, Problems);
            }
            else
            {
                tally.Skip(Problems);
            }
        }
    }
}
