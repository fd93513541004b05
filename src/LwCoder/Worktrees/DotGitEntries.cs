using System.IO.Enumeration;
using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>The entries called `.git` below the top of a working tree.</summary>
/// <param name="Paths">Absolute.</param>
/// <param name="Unsearched">
/// Folders with a sub-folder that was left out, because its name is not UTF-8 and .NET cannot open it.
/// </param>
internal sealed record DotGitEntries(IReadOnlyList<string> Paths, IReadOnlyCollection<string> Unsearched)
{
    public static DotGitEntries Find(string worktree)
    {
        var found = new List<string>();
        var unsearched = new HashSet<string>();
        var folders = new Stack<string>([worktree]);
        while (folders.TryPop(out var folder))
        {
            foreach (var (path, isFolder) in Entries(folder))
            {
                var name = Path.GetFileName(path);
                if (GitNames.IsDotGit(name))
                {
                    if (folder != worktree)
                    {
                        found.Add(path);
                    }
                }
                else if (name.Contains('\uFFFD', StringComparison.Ordinal))
                {
                    unsearched.Add(folder);
                }
                else if (isFolder)
                {
                    folders.Push(path);
                }
            }
        }
        return new DotGitEntries(found, unsearched);
    }

    /// <summary>A link is no folder: it is not followed.</summary>
    private static FileSystemEnumerable<(string Path, bool IsFolder)> Entries(string folder) => new(
        folder,
        (ref FileSystemEntry entry) =>
            (entry.ToFullPath(), entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0),
        FolderWalk.Everything)
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory || GitNames.IsDotGit(entry.FileName),
    };
}
