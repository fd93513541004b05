using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Prompts;

/// <summary>
/// Prompts used to live in `.lw_coder/optimized_prompts/&lt;tool&gt;/&lt;variant&gt;/`. Whoever reads prompts moves them to
/// where they are read now, once; a set that is there already stays, and so does the old one in its way.
/// </summary>
internal static class OldLayout
{
    private const string Folder = "optimized_prompts";

    public static bool AreIn(string stateFolder) => FoldersIn(Path.Combine(stateFolder, Folder)).Any();

    /// <summary>Folders of the sets that are still there.</summary>
    public static IReadOnlyList<string> SetsIn(string stateFolder) =>
        [.. FoldersIn(Path.Combine(stateFolder, Folder)).SelectMany(FoldersIn).Order(StringComparer.Ordinal)];

    /// <summary>Each set moves by a rename, so that a kill leaves the rest for the next. The caller holds the lock.</summary>
    public static void Move(string stateFolder, Action<string> notice)
    {
        var old = Path.Combine(stateFolder, Folder);
        foreach (var tool in FoldersIn(old))
        {
            foreach (var set in FoldersIn(tool))
            {
                var to = Path.Combine(
                    StateFolder.ActivePromptsIn(stateFolder), Path.GetFileName(tool), Path.GetFileName(set));
                if (!Path.Exists(to) && !Paths.IsLink(to))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                    Directory.Move(set, to);
                    notice($"moved the prompts {set} to {to}");
                }
            }
            RemoveIfEmpty(tool);
        }
        RemoveIfEmpty(old);
    }

    private static void RemoveIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>None in a link, which leads to what is not ours to move.</summary>
    private static IReadOnlyList<string> FoldersIn(string folder) =>
        new DirectoryInfo(folder) is { Exists: true, LinkTarget: null } there
            ? [.. there.EnumerateDirectories().Where(inside => inside.LinkTarget is null).Select(inside => inside.FullName)]
            : [];
}
