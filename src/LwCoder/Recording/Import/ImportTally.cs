using LwCoder.Telemetry;

namespace LwCoder.Recording.Import;

/// <summary>Counts what an import does, from several threads.</summary>
internal sealed class ImportTally(string source, IImportProgress progress)
{
    private readonly Lock _lock = new();
    private readonly List<ImportProblem> _problems = [];

    /// <summary>A run's record and its agent's transcript are units of one session.</summary>
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private ImportReport _report = new() { Source = source };

    /// <summary>Something was read and written, known at the end.</summary>
    public bool HasImported => _report.Imported > 0;

    /// <summary>A unit is as it was; what was wrong with it then is so still.</summary>
    public void Skip(IReadOnlyList<ImportProblem> problems) => Count(
        problems, report => report with { Unchanged = report.Unchanged + 1 });

    public void Add(TelemetryBatch batch, IReadOnlyList<ImportProblem> problems) => Count(problems, report => report with
    {
        Imported = report.Imported + 1,
        Sessions = report.Sessions + batch.Sessions.Count(session => _sessions.Add(session.SessionId)),
        Messages = report.Messages + batch.Messages.Count,
        ToolCalls = report.ToolCalls + batch.ToolCalls.Count,
    });

    public void Advance(long bytes)
    {
        lock (_lock)
        {
            _report = _report with { Bytes = _report.Bytes + bytes };
            progress.Advance(bytes);
        }
    }

    public ImportReport ToReport(LinkCounts links) => _report with
    {
        Problems = [.. _problems.OrderBy(problem => problem.Path, StringComparer.Ordinal)],
        Links = links,
    };

    /// <param name="count">Counts a unit that has a session in it.</param>
    private void Count(IReadOnlyList<ImportProblem> problems, Func<ImportReport, ImportReport> count)
    {
        lock (_lock)
        {
            _report = problems switch
            {
                [{ Trouble: ImportTrouble.Unreadable }, ..] => _report with { Unreadable = _report.Unreadable + 1 },
                [{ Trouble: ImportTrouble.Empty }, ..] => _report with { Empty = _report.Empty + 1 },
                [] => count(_report),
                _ => count(_report) with { Damaged = _report.Damaged + 1 },
            };
            foreach (var problem in problems)
            {
                _problems.Add(problem);
                progress.Complain(problem);
            }
        }
    }
}
