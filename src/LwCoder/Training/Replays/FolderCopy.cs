using LwCoder.Platform.Files;

namespace LwCoder.Training.Replays;

/// <summary>
/// Lays the files of one folder over another. What is a link on either side is left out, so that nothing leads outside.
/// </summary>
internal static class FolderCopy
{
    /// <param name="from">May be missing.</param>
    public static void Copy(string from, string to)
    {
        if (!Directory.Exists(from) || Paths.IsLink(to))
        {
            return;
        }
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null))
        {
            var target = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo)
            {
                Copy(entry.FullName, target);
            }
            else if (!Paths.IsLink(target))
            {
                File.Copy(entry.FullName, target, overwrite: true);
            }
        }
    }
}
