using LwCoder.Platform.Files;

namespace LwCoder.Agents.Transcripts;

/// <summary>Lists what may be read of a folder an agent could write to: no links, and nothing that is no file.</summary>
internal static class TranscriptFolder
{
    /// <summary>By name. One of no length may be a pipe or a device, and opening it could block us.</summary>
    public static IReadOnlyList<FileInfo> Files(string folder, string pattern) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles(pattern, FolderWalk.NoLinks)
            .OrderBy(file => file.Name, StringComparer.Ordinal)]
        : [];

    public static IReadOnlyList<DirectoryInfo> Folders(string folder) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateDirectories("*", FolderWalk.NoLinks)
            .OrderBy(inner => inner.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Those that may not be looked into, as deep as transcripts lie. Other listings pass over them.</summary>
    public static IEnumerable<string> Closed(string folder, int depth = 3)
    {
        List<DirectoryInfo> inner;
        try
        {
            inner = Directory.Exists(folder)
                ? [.. new DirectoryInfo(folder).EnumerateDirectories("*", FolderWalk.NoLinksStrict)]
                : [];
        }
        catch (UnauthorizedAccessException)
        {
            return [folder];
        }
        return depth == 0 ? [] : inner.SelectMany(one => Closed(one.FullName, depth - 1));
    }

    /// <summary>False when the folder, or one on the way to it below <paramref name="home"/>, is a link.</summary>
    public static bool IsInside(string home, string folder)
    {
        var path = home;
        foreach (var part in folder.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new DirectoryInfo(path).LinkTarget is not null)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Looks into a file while sessions are listed. One that cannot be read stays in the list: whoever reads it says what is
    /// wrong with it, and the others are found all the same.
    /// </summary>
    public static T? Peek<T>(FileInfo file, Func<string, T?> look)
    {
        try
        {
            return look(file.FullName);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
