using System.Globalization;
using System.Text;
using LwCoder.Platform.Files;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Spooling;

/// <summary>
/// What could not be written to the store when it happened, as JSON lines: a file for each process that had something to
/// say, which holds it open while it runs. Whoever reaches the store later takes over what dead processes left.
/// </summary>
/// <param name="folder">Made when something is written.</param>
internal sealed class TelemetrySpool(string folder, Action<string> warn, TimeProvider time) : IDisposable
{
    /// <summary>Of a file with what the store refused. With `.jsonl` behind its name it is tried again.</summary>
    private const string RefusedExtension = ".refused";

    private FileStream? _file;

    /// <summary>There is something to drain, or was a moment ago.</summary>
    public bool IsEmpty => _file is null && (!Directory.Exists(folder) || !Files().Any());

    /// <exception cref="IOException">The disk is full, or may not be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The disk may not be written to.</exception>
    public void Append(TelemetryBatch batch)
    {
        _file ??= Create();
        using var line = new MemoryStream();
        SpoolLine.Write(line, batch);
        // In one write, so that a killed process loses at most the line it was at.
        _file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    /// <summary>
    /// Brings everything into the store that no living process is writing. How far it came is written in the same
    /// transaction as the rows, so that nothing gets in twice, whenever this is killed.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be reached; the rest waits.</exception>
    public async Task DrainAsync(ITelemetryStore store, CancellationToken cancel)
    {
        Close();
        if (!Directory.Exists(folder))
        {
            return;
        }
        foreach (var path in Files().Order(StringComparer.Ordinal).ToList())
        {
            await DrainAsync(path, store, cancel);
        }
    }

    public void Dispose() => Close();

    private async Task DrainAsync(string path, ITelemetryStore store, CancellationToken cancel)
    {
        if (TryTake(path) is not { } file)
        {
            return;
        }
        await using (file)
        {
            using var reader = new StreamReader(file);
            var id = Path.GetFileName(path);
            var done = await store.ReadAsync(
                session => session.Number("SELECT `lines` FROM spool_progress WHERE spool_id = ?", id) ?? 0, cancel);
            for (long number = 1; await reader.ReadLineAsync(cancel) is { } line; number++)
            {
                if (number > done)
                {
                    await DrainAsync(id, number, line, store, cancel);
                }
            }
        }
        File.Delete(path);
    }

    private async Task DrainAsync(string id, long number, string line, ITelemetryStore store, CancellationToken cancel)
    {
        var tables = SpoolLine.Parse(line);
        if (tables is null)
        {
            warn($"line {number} of {Path.Combine(folder, id)} is cut and was left out");
        }
        try
        {
            await StoreAsync(id, number, tables ?? [], store, cancel);
        }
        catch (StoreException refused) when (refused.Fault == StoreFault.Refused)
        {
            // It would be refused for ever, and everything behind it would wait for ever.
            var aside = KeepAside(id, line);
            await StoreAsync(id, number, [], store, cancel);
            warn($"a part of a session is not in the store, but in {aside}: {refused.Message}");
        }
    }

    /// <summary>Appends a line to a file that no drain looks at. Killed at the wrong moment, it is there twice.</summary>
    private string KeepAside(string id, string line)
    {
        var path = Path.Combine(folder, Path.ChangeExtension(id, RefusedExtension));
        try
        {
            using var file = Open(path, FileMode.Append);
            file.Write(Encoding.UTF8.GetBytes(line + '\n'));
            return path;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.Full, $"{path} cannot be written: {full.Message}", "make room on the disk", full);
        }
    }

    private Task<bool> StoreAsync(
        string id, long number, IReadOnlyList<TableRows> tables, ITelemetryStore store, CancellationToken cancel) =>
        store.ChangeAsync(
            session =>
            {
                BatchWriter.Write(session, tables);
                session.Insert(SpoolProgress, [id, number, time.GetUtcNow()]);
                return true;
            },
            cancel);

    /// <returns>Null for a file that its writer or another drain has, or that is gone.</returns>
    private static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            // In use, drained meanwhile, or another user's: whichever it is, somebody cares for it.
            return null;
        }
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder, "*.jsonl");

    private FileStream Create()
    {
        Directory.CreateDirectory(folder);
        var stamp = time.GetUtcNow().ToString("yyyyMMdd_HHmmss_fff", CultureInfo.InvariantCulture);
        return Open(Path.Combine(folder, $"{stamp}-{Guid.NewGuid():N}.jsonl"), FileMode.CreateNew);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly.File;
        }
        return new FileStream(path, options);
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private static readonly InsertStatement SpoolProgress = new(
        UpkeepTables.SpoolProgress, UpkeepTables.SpoolProgress.Columns, OnConflict.Merge);
}
