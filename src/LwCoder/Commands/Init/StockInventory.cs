using LwCoder.Templates;

namespace LwCoder.Commands.Init;

/// <summary>How a repository's copy of a stock file compares.</summary>
internal enum StockState
{
    Missing,
    /// <summary>As this lw_coder brings it.</summary>
    Current,
    /// <summary>As an earlier lw_coder brought it, untouched.</summary>
    Outdated,
    /// <summary>Changed by somebody, or never installed by us.</summary>
    Customised,
    /// <summary>A link or a folder stands there. It is never replaced.</summary>
    NoFile,
}

/// <param name="Path">Relative to the repository, with `/`.</param>
internal sealed record StockItem(StockFile File, string Path, StockState State)
{
    /// <summary>It comes from an older place in this very init.</summary>
    public bool IsArriving { get; init; }

    /// <summary>True for a file that taking the stock one again would change.</summary>
    public bool CanBeRenewed =>
        State is StockState.Outdated or StockState.Customised && !IsArriving && File.Category != StockCategory.Yours;
}

/// <summary>Every stock file, and what this repository has made of it.</summary>
/// <param name="Record">What was installed before; empty when that is not known.</param>
internal sealed record StockInventory(IReadOnlyList<StockItem> Items, StockRecord Record)
{
    public static string RecordPath => $".lw_coder/{StockRecord.FileName}";

    /// <param name="arriving">Paths that count as somebody's own: older prompts are about to be moved there.</param>
    /// <param name="complete">Folders in which nothing is missing: a candidate took the place of the stock prompts there.</param>
    public static StockInventory Read(
        RepositoryFiles files, IReadOnlySet<string> arriving, IReadOnlyCollection<string> complete)
    {
        var record = files.Read(RecordPath) is { } json
            ? StockRecord.TryParse(json) ?? StockRecord.Empty
            : StockRecord.Empty;
        return new StockInventory(
            [
                .. StockFiles.All().Select(file =>
                {
                    var path = $".lw_coder/{file.Path}";
                    return arriving.Contains(path)
                        ? new StockItem(file, path, StockState.Customised) { IsArriving = true }
                        : new StockItem(file, path, StateOf(file, path, files, record));
                }).Where(item => item.State != StockState.Missing || !complete.Contains(RepositoryFiles.FolderOf(item.Path))),
            ],
            record);
    }

    /// <summary>The record after every missing file and those in <paramref name="renewed"/> have been written.</summary>
    public StockRecord RecordAfter(IReadOnlyCollection<StockItem> renewed)
    {
        var hashes = new Dictionary<string, string>(Record.Hashes, StringComparer.Ordinal);
        foreach (var item in Items.Where(item =>
            item.State is StockState.Missing or StockState.Current || renewed.Contains(item)))
        {
            hashes[item.File.Path] = item.File.Hash;
        }
        return new StockRecord(hashes);
    }

    private static StockState StateOf(StockFile file, string path, RepositoryFiles files, StockRecord record)
    {
        if (!files.Exists(path))
        {
            return StockState.Missing;
        }
        if (files.Read(path) is not { } content)
        {
            return StockState.NoFile;
        }
        var hash = StockRecord.HashOf(content);
        return hash == file.Hash ? StockState.Current
            : record.Hashes.TryGetValue(file.Path, out var installed) && installed == hash ? StockState.Outdated
            : StockState.Customised;
    }
}
