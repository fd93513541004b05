namespace LwCoder.Platform.Files;

/// <summary>What a folder takes on disk, without the file system's rounding. Links are not followed.</summary>
internal static class FolderSize
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <returns>0 for a folder that does not exist.</returns>
    public static long Of(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", Everything).Sum(file => file.Length)
        : 0;
}
