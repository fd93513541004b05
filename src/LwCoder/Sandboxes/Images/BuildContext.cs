namespace LwCoder.Sandboxes.Images;

/// <summary>One entry of a build context.</summary>
/// <param name="Path">Relative to the repository's root, with `/`.</param>
/// <param name="LinkTarget">Of a symbolic link, which is sent as a link and never followed; null otherwise.</param>
internal sealed record ContextEntry(string Path, FileSystemInfo Info, string? LinkTarget)
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Runnable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public bool IsFolder => LinkTarget is null && Info is DirectoryInfo;

    public bool IsFile => LinkTarget is null && Info is FileInfo;

    /// <summary>
    /// False for an empty file, which nobody needs to open. A pipe or a socket looks like one, and opening it would
    /// wait forever.
    /// </summary>
    public bool HasContent => IsFile && ((FileInfo)Info).Length > 0;

    /// <summary>As git keeps it, 644 or 755: the umask of a checkout must not rebuild an image.</summary>
    public UnixFileMode Mode =>
        OperatingSystem.IsWindows() || IsFolder || (Info.UnixFileMode & UnixFileMode.UserExecute) != 0
            ? Readable | Runnable
            : Readable;
}

/// <summary>Finds what of a repository `docker build` gets to see. Folders that are excluded as a whole are not read.</summary>
internal static class BuildContext
{
    /// <returns>In ordinal order of their paths, a folder before what is in it.</returns>
    public static List<ContextEntry> Find(string root, IgnoreFile ignore)
    {
        var found = new List<ContextEntry>();
        Walk(new DirectoryInfo(root), "", ignore, found);
        found.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return found;
    }

    private static void Walk(DirectoryInfo folder, string prefix, IgnoreFile ignore, List<ContextEntry> found)
    {
        foreach (var info in folder.EnumerateFileSystemInfos())
        {
            var path = prefix + info.Name;
            var excluded = ignore.Excludes(path);
            if (info.LinkTarget is { } target)
            {
                if (!excluded)
                {
                    found.Add(new(path, info, target));
                }
                continue;
            }
            if (!excluded)
            {
                found.Add(new(path, info, null));
            }
            if (info is DirectoryInfo child && (!excluded || ignore.MustWalk(path)))
            {
                Walk(child, path + "/", ignore, found);
            }
        }
    }
}
