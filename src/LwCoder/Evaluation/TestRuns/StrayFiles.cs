using LwCoder.Platform.Files;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// Removes from a checkout everything that is not a file of its commit, wherever it is and whatever git would say of it.
/// </summary>
internal static class StrayFiles
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="tracked">The commit's files, with `/`.</param>
    /// <param name="folderMode">That all folders get; null on Windows.</param>
    /// <exception cref="UserError">Something cannot be removed.</exception>
    public static void Remove(string tree, IReadOnlyCollection<string> tracked, UnixFileMode? folderMode)
    {
        var files = tracked.ToHashSet(StringComparer.Ordinal);
        var folders = tracked.SelectMany(Parents).ToHashSet(StringComparer.Ordinal);
        var pending = new Stack<(string Path, string Name)>([(tree, "")]);
        while (pending.TryPop(out var folder))
        {
            if (folderMode is { } mode && !OperatingSystem.IsWindows() && File.GetUnixFileMode(folder.Path) != mode)
            {
                File.SetUnixFileMode(folder.Path, mode);
            }
            foreach (var entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos("*", FolderWalk.Everything))
            {
                var name = folder.Name + entry.Name;
                if (IsFolder(entry) && folders.Contains(name))
                {
                    pending.Push((entry.FullName, name + "/"));
                }
                else if (!files.Contains(name) || !IsAsWritten(entry, folderMode))
                {
                    Delete(entry);
                }
            }
        }
    }

    /// <summary>False for what git would not look at closely enough; it writes anew what is missing.</summary>
    private static bool IsAsWritten(FileSystemInfo entry, UnixFileMode? folderMode) => entry switch
    {
        _ when IsLink(entry) => true,
        // Where a submodule would be.
        DirectoryInfo => false,
        // git follows the rules of the one that lies there while it writes the rest.
        { Name: ".gitattributes" } => false,
        // Only the owner's right to execute is git's business, which it looks at itself.
        _ => folderMode is not { } all || entry.UnixFileMode == all || entry.UnixFileMode == (all & ~Execute),
    };

    private static IEnumerable<string> Parents(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }

    private static void Delete(FileSystemInfo entry)
    {
        if (IsFolder(entry))
        {
            if (!FolderRemoval.TryRemove(entry.FullName))
            {
                throw new UserError($"{entry.FullName} cannot be removed");
            }
        }
        else
        {
            entry.Delete();
        }
    }

    private static bool IsFolder(FileSystemInfo entry) => entry is DirectoryInfo && !IsLink(entry);

    /// <summary>Without reading where it leads: the answer comes with what is asked about its mode.</summary>
    private static bool IsLink(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
