using LwCoder.Platform.Files;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>Deletes a folder that tests have been at work in: they may have made parts of it read-only, as Go does.</summary>
internal static class FolderRemoval
{
    /// <summary>No link in it is followed.</summary>
    /// <returns>False when something in it cannot be deleted: files of another user, or open ones on Windows.</returns>
    public static bool TryRemove(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return true;
        }
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            MakeWritable(folder);
            try
            {
                Directory.Delete(folder, recursive: true);
                return true;
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private static void MakeWritable(string folder)
    {
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (pending.TryPop(out var current))
        {
            if (!OperatingSystem.IsWindows())
            {
                try
                {
                    current.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
                }
                catch (UnauthorizedAccessException)
                {
                    // Not ours; deleting will say so.
                    continue;
                }
            }
            foreach (var entry in current.EnumerateFileSystemInfos("*", FolderWalk.Everything))
            {
                if (entry is DirectoryInfo { LinkTarget: null } inner)
                {
                    pending.Push(inner);
                }
                else if (OperatingSystem.IsWindows())
                {
                    entry.Attributes = FileAttributes.Normal;
                }
            }
        }
    }
}
