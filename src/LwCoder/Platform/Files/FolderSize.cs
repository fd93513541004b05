namespace LwCoder.Platform.Files;

/// <summary>What a folder takes on disk, without the file system's rounding. Links are not followed.</summary>
internal static class FolderSize
{
    /// <returns>0 for a folder that does not exist.</returns>
    public static long Of(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*", FolderWalk.Tree).Sum(file => file.Length)
        : 0;
}
