namespace LwCoder.Recording.Import;

/// <summary>How far an import is. Told from several threads.</summary>
internal interface IImportProgress
{
    void Begin(int units, long bytes);

    /// <param name="bytes">Of files that are done with, however.</param>
    void Advance(long bytes);

    /// <summary>Something could not be read, or not all of it. The import goes on.</summary>
    void Complain(ImportProblem problem);

    void End();
}

/// <param name="IsLost">Nothing of it could be read; false when a part was.</param>
internal sealed record ImportProblem(string Path, string What, bool IsLost);

/// <summary>What an import did.</summary>
internal sealed record ImportReport
{
    public required string Source { get; init; }

    /// <summary>Units that were read and written.</summary>
    public int Imported { get; init; }

    /// <summary>Units that are as they were when they were imported.</summary>
    public int Unchanged { get; init; }

    /// <summary>Sessions written, subagents among them.</summary>
    public int Sessions { get; init; }

    public long Messages { get; init; }

    public long ToolCalls { get; init; }

    public long Bytes { get; init; }

    public IReadOnlyList<ImportProblem> Problems { get; init; } = [];

    public LinkCounts Links { get; init; } = new(0, 0, 0);
}

/// <param name="Unresolved">Subtasks that were started and are not in the store, or not to be told from others.</param>
internal sealed record LinkCounts(int ByContent, int ByTime, int Unresolved);
