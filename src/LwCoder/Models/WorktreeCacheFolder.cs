using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Prompting.Caching;

namespace LwCoder.Models;

/// <summary>
/// A worktree's cache as an agent may have left it: with links in the place of any folder or file, and with anything else.
/// Nothing is read or written through a link. That holds as long as no agent works in the worktree meanwhile, which the
/// plan's lease and the end of the sandbox see to.
/// </summary>
internal sealed class WorktreeCacheFolder(string worktree, int mostFiles)
{
    private const string Extension = ".lwc";
    private const string TemporaryExtension = ".tmp";

    /// <summary>In the folder itself, so that git passes over it also where `init` has never been.</summary>
    private const string IgnoreEverything = "*\n";

    private static readonly TimeSpan LongestCopy = TimeSpan.FromHours(1);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Root { get; } = WorktreeCache.In(worktree);

    /// <summary>Makes the folder if it is missing, and git ignore it.</summary>
    /// <exception cref="IOException">It, or the folder around it, is something else.</exception>
    public void Prepare()
    {
        EnsureFolder(Path.GetDirectoryName(Root)!, null);
        EnsureFolder(Root, OwnerOnly);
        var ignore = new FileInfo(Path.Combine(Root, ".gitignore"));
        if (!ignore.Exists || ignore.LinkTarget is not null || ignore.Length != IgnoreEverything.Length)
        {
            AtomicFile.WriteText(ignore.FullName, IgnoreEverything);
        }
    }

    /// <summary>
    /// The entries, after removing whatever link lies where an entry or its folder belongs, and what a killed copy left.
    /// </summary>
    public IReadOnlyList<CacheFile> Clean(DateTimeOffset now)
    {
        var entries = new List<CacheFile>();
        foreach (var found in Walk())
        {
            if (IsLink(found) || IsLeftover(found, now))
            {
                found.Delete();
            }
            else if (ToEntry(found) is { } entry)
            {
                entries.Add(entry);
            }
        }
        return entries;
    }

    /// <summary>The entries as they are found, without what is none; an entry's content is still anything.</summary>
    /// <exception cref="IOException">A link or a file is in the folder's place, or there are too many files.</exception>
    public IEnumerable<CacheFile> Entries() => IsFolder(Path.GetDirectoryName(Root)!) && IsFolder(Root)
        ? Walk().Where(found => !IsLink(found)).Select(ToEntry).OfType<CacheFile>()
        : [];

    /// <summary>What lies in the place of an entry's folder without being one, and all that lies in those folders.</summary>
    private IEnumerable<FileSystemInfo> Walk()
    {
        var seen = 0;
        foreach (var shard in new DirectoryInfo(Root).EnumerateFileSystemInfos("*", FolderWalk.Everything))
        {
            Count();
            // In upper case as well: some file systems take it for the same name.
            if (shard.Name.Length != 2 || !shard.Name.All(char.IsAsciiHexDigit) || IsGone(shard))
            {
                continue;
            }
            if (IsLink(shard) || shard is not DirectoryInfo folder)
            {
                yield return shard;
                continue;
            }
            foreach (var found in folder.EnumerateFileSystemInfos("*", FolderWalk.Everything))
            {
                Count();
                if (!IsGone(found))
                {
                    yield return found;
                }
            }
        }

        void Count()
        {
            if (++seen > mostFiles)
            {
                throw new IOException($"there are more than {mostFiles} files in it");
            }
        }
    }

    private static CacheFile? ToEntry(FileSystemInfo found) =>
        found is FileInfo file
        && file.Extension == Extension
        && CacheKey.TryParse(Path.GetFileNameWithoutExtension(file.Name), out var key)
        && file.Directory!.Name == key.Hex[..2]
            ? new CacheFile(key, file.FullName, file.Length, file.LastWriteTimeUtc)
            : null;

    private static void EnsureFolder(string path, UnixFileMode? mode)
    {
        if (IsFolder(path))
        {
            return;
        }
        if (mode is null || OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, mode.Value);
        }
    }

    /// <returns>False when nothing is there.</returns>
    private static bool IsFolder(string path)
    {
        var folder = new DirectoryInfo(path);
        return folder.LinkTarget is null && !File.Exists(path)
            ? folder.Exists
            : throw new IOException($"{path} is no folder but a {(folder.LinkTarget is null ? "file" : "link")}; remove it");
    }

    private static bool IsLeftover(FileSystemInfo found, DateTimeOffset now) =>
        found is FileInfo && found.Extension == TemporaryExtension && now - found.LastWriteTimeUtc > LongestCopy;

    /// <summary>Removed since it was listed. What is known of a file is kept from the first question on.</summary>
    private static bool IsGone(FileSystemInfo found) => found.Attributes == (FileAttributes)(-1);

    private static bool IsLink(FileSystemInfo found) => found.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
