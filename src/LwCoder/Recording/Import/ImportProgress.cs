namespace LwCoder.Recording.Import;

/// <summary>How far an import is. Told from several threads.</summary>
internal interface IImportProgress
{
    void Begin(int units, long bytes);

    /// <param name="bytes">Of files that are done with, however.</param>
    void Advance(long bytes);

    /// <summary>A file is not as it should be. The import goes on.</summary>
    void Complain(ImportProblem problem);

    void End();
}

/// <param name="Path">The file.</param>
internal sealed record ImportProblem(string Path, string What, ImportTrouble Trouble);

internal enum ImportTrouble
{
    /// <summary>A part could not be read; the rest is in the store.</summary>
    Damaged,

    /// <summary>Nothing of it could be read, or the store refuses it.</summary>
    Unreadable,

    /// <summary>All of it could be read, and there is no session in it.</summary>
    Empty,
}

/// <summary>What an import did. Every unit that was found is imported, unchanged, unreadable or empty.</summary>
internal sealed record ImportReport
{
    public required string Source { get; init; }

    /// <summary>Units that were read and written, some perhaps only in part.</summary>
    public int Imported { get; init; }

    /// <summary>Units that are as they were when they were imported.</summary>
    public int Unchanged { get; init; }

    public int Unreadable { get; init; }

    public int Empty { get; init; }

    /// <summary>Imported or unchanged units a part of which could not be read.</summary>
    public int Damaged { get; init; }

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
