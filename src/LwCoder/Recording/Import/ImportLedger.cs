using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Recording.Import;

/// <summary>What was imported before and how it looked then. Rows and their entry here are written together.</summary>
internal sealed class ImportLedger
{
    /// <summary>Raised when an importer learns something, so that everything is read once more.</summary>
    public const int Version = 2;

    public const string Imported = "imported";
    private const string Failed = "failed";
    private const string Empty = "empty";

    private readonly Dictionary<string, ImportedFileRow> _entries;
    private readonly HashSet<string> _runs;

    private ImportLedger(Dictionary<string, ImportedFileRow> entries, HashSet<string> runs) =>
        (_entries, _runs) = (entries, runs);

    public static Task<ImportLedger> ReadAsync(ITelemetryStore store, string source, CancellationToken cancel) =>
        store.ReadAsync(
            session => new ImportLedger(
                session.List(
                    "SELECT path, size, mtime_ms, content_hash, status, problem, "
                    + "importer_version FROM imported_files WHERE source = ?",
                    row => new ImportedFileRow
                    {
                        Source = source,
                        Path = row.Text(0) ?? "",
                        Size = row.Whole(1) ?? 0,
                        MtimeMs = row.Whole(2) ?? 0,
                        ContentHash = row.Text(3),
                        Status = row.Text(4) ?? "",
                        Problem = row.Text(5),
                        ImporterVersion = (int)(row.Whole(6) ?? 0),
                        ImportedAt = default,
                    },
                    source).DistinctBy(row => row.Path).ToDictionary(row => row.Path, StringComparer.Ordinal),
                [.. session.List("SELECT session_id FROM sessions WHERE run_id IS NOT NULL", row => row.Text(0) ?? "")]),
            cancel);

    /// <returns>Null for what was never imported, or by an importer that knew less.</returns>
    public ImportedFileRow? Find(ImportUnit unit) =>
        _entries.TryGetValue(unit.Path, out var entry) && entry.ImporterVersion == Version ? entry : null;

    /// <summary>The store has the session from the run it belongs to.</summary>
    public bool IsOfRun(string session) => _runs.Contains(session);

    /// <summary>It could not be read, for a reason outside of its content: a lock, a permission.</summary>
    public static bool MayHaveHealed(ImportedFileRow entry) => entry is { Status: Failed, ContentHash: null };

    /// <summary>The word for what became of a unit.</summary>
    public static string StatusOf(IReadOnlyList<ImportProblem> problems) => problems switch
    {
        [{ Trouble: ImportTrouble.Unreadable }, ..] => Failed,
        [{ Trouble: ImportTrouble.Empty }, ..] => Empty,
        _ => Imported,
    };

    /// <summary>A line for each problem: the file as seen from the unit's folder, a tab, what is wrong.</summary>
    public static string? TextOf(IReadOnlyList<ImportProblem> problems, string unit) => problems.Count == 0
        ? null
        : string.Join('\n', problems.Select(problem =>
            $"{Path.GetRelativePath(FolderOf(unit), problem.Path)}\t{problem.What.ReplaceLineEndings(" ")}"));

    /// <summary>What was wrong with a unit when it was read.</summary>
    public static IReadOnlyList<ImportProblem> ProblemsOf(ImportedFileRow entry)
    {
        var trouble = entry.Status switch
        {
            Imported => ImportTrouble.Damaged,
            Empty => ImportTrouble.Empty,
            _ => ImportTrouble.Unreadable,
        };
        return
        [
            .. (entry.Problem?.Split('\n') ?? []).Select(line => line.Split('\t', 2) is [var file, var what]
                ? new ImportProblem(Path.GetFullPath(file, FolderOf(entry.Path)), what, trouble)
                : new ImportProblem(entry.Path, line, trouble)),
        ];
    }

    private static string FolderOf(string unit) => Path.GetDirectoryName(unit) ?? unit;
}
