using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording.Import;

/// <summary>Counts what an import does, from several threads.</summary>
internal sealed class ImportTally(string source, IImportProgress progress)
{
    private readonly Lock _lock = new();
    private readonly List<ImportProblem> _problems = [];
    private ImportReport _report = new() { Source = source };

    /// <summary>Something was read and written, known at the end.</summary>
    public bool HasImported => _report.Imported > 0;

    public void Skip(ImportUnit unit, ImportedFileRow known)
    {
        lock (_lock)
        {
            _report = _report with { Unchanged = _report.Unchanged + 1 };
        }
        if (known.Status == ImportLedger.Failed)
        {
            Complain(new ImportProblem(unit.Path, known.Problem ?? "it could not be read", IsLost: true));
        }
    }

    public void Add(TelemetryBatch batch, ImportProblem? problem)
    {
        lock (_lock)
        {
            _report = _report with
            {
                Imported = _report.Imported + 1,
                Sessions = _report.Sessions + batch.Sessions.Count,
                Messages = _report.Messages + batch.Messages.Count,
                ToolCalls = _report.ToolCalls + batch.ToolCalls.Count,
            };
        }
        if (problem is not null)
        {
            Complain(problem);
        }
    }

    public void Fail(ImportProblem problem) => Complain(problem);

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

    private void Complain(ImportProblem problem)
    {
        lock (_lock)
        {
            _problems.Add(problem);
            progress.Complain(problem);
        }
    }
}
