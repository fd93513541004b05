using System.Globalization;

namespace LwCoder.Prompting.Caching;

/// <summary>The files of a cache: <c>ab/ab12….lwc</c>. Prompts can hold secrets, so only the owner may read them.</summary>
internal sealed class CacheFolder(string root)
{
    public const string Extension = ".lwc";
    public const string LockExtension = ".lock";
    public const string TemporaryExtension = ".tmp";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static int _counter;

    public string Root { get; } = Path.GetFullPath(root);

    public string PathOf(CacheKey key, string extension = Extension) => Path.Combine(Root, key.Hex[..2], key.Hex + extension);

    /// <summary>
    /// Whether an error is the file system's: no room, no right, no folder. An argument out of range is how .NET says
    /// that a file may not grow (EFBIG, a quota on file size).
    /// </summary>
    public static bool IsFileSystem(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>The bytes of an entry; null if there is none or it cannot be read, which to a cache is the same.</summary>
    public byte[]? Read(CacheKey key)
    {
        try
        {
            return File.ReadAllBytes(PathOf(key));
        }
        catch (Exception error) when (IsFileSystem(error))
        {
            return null;
        }
    }

    /// <summary>
    /// Writes beside the entry and renames. Not flushed to disk: after a loss of power the header shows a hole, and the
    /// entry is a miss. The file gets the time <paramref name="writtenAt"/>, or else that of now.
    /// </summary>
    public void Write(CacheKey key, ReadOnlySpan<byte> bytes, DateTimeOffset? writtenAt = null)
    {
        var path = PathOf(key);
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.{Interlocked.Increment(ref _counter)}");
        var temporary = name + TemporaryExtension;
        try
        {
            using (var stream = Create(temporary, path))
            {
                stream.Write(bytes);
                if (writtenAt is { } time)
                {
                    File.SetLastWriteTimeUtc(stream.SafeFileHandle, time.UtcDateTime);
                }
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Makes the folder of an entry. Found missing rather than checked for, which is free while it exists.</summary>
    public static void EnsureFolderOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
    }

    /// <summary>Entries in no order. Links, and files that are not where their name belongs, are none.</summary>
    public IEnumerable<CacheFile> Entries()
    {
        foreach (var file in Files(Extension))
        {
            var name = Path.GetFileNameWithoutExtension(file.Name);
            // It may have been removed since it was listed.
            if (CacheKey.TryParse(name, out var key) && file.Directory!.Name == name[..2] && file.Exists)
            {
                yield return new CacheFile(key, file.FullName, file.Length, file.LastWriteTimeUtc);
            }
        }
    }

    public IEnumerable<FileInfo> Files(string extension)
    {
        var shards = new DirectoryInfo(Root);
        if (!shards.Exists)
        {
            yield break;
        }
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        foreach (var shard in shards.EnumerateDirectories("??", options))
        {
            foreach (var file in shard.EnumerateFiles("*" + extension, options))
            {
                yield return file;
            }
        }
    }

    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (IsFileSystem(error))
        {
            // Another process has it open or it is not ours to remove: the next prune tries again.
            return false;
        }
    }

    private static FileStream Create(string temporary, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            return new FileStream(temporary, options);
        }
        // .NET calls it a missing file when another writer makes the folder between its two looks.
        catch (Exception error) when (error is DirectoryNotFoundException or FileNotFoundException)
        {
            EnsureFolderOf(path);
            return new FileStream(temporary, options);
        }
    }
}
