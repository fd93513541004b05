using System.Text.Json;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Training.Comparisons;

/// <summary>The finished comparisons of a repository.</summary>
/// <param name="stateFolder">The repository's `.lw_coder`.</param>
/// <param name="warn">Hears of a record that cannot be read, which then counts as none.</param>
internal sealed class ComparisonCatalog(string stateFolder, Action<string> warn)
{
    public static string FolderIn(string stateFolder) => Path.Combine(stateFolder, StateFolder.Comparisons);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Comparison> All() =>
    [
        .. Folders().Select(TryRead).OfType<Comparison>()
            .OrderByDescending(comparison => comparison.FinishedAt).ThenBy(comparison => comparison.Id, StringComparer.Ordinal),
    ];

    /// <summary>The newest in which a candidate with these prompts took part; null when there is none.</summary>
    public Comparison? NewestOf(string fingerprint) =>
        All().FirstOrDefault(comparison => comparison.Of(fingerprint) is not null);

    private Comparison? TryRead(string folder)
    {
        var file = Path.Combine(folder, ComparisonFile.Name);
        try
        {
            return !Paths.IsLink(file) && BoundedFile.Read(file) is { } bytes ? ComparisonFile.Parse(bytes) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or UserError)
        {
            warn($"{file} is left out: {unreadable.Message}");
            return null;
        }
    }

    private IEnumerable<string> Folders() => new DirectoryInfo(FolderIn(stateFolder)) is { Exists: true, LinkTarget: null } all
        ? all.EnumerateDirectories().Where(folder => folder.LinkTarget is null && !folder.Name.StartsWith('.'))
            .Select(folder => folder.FullName)
        : [];
}
