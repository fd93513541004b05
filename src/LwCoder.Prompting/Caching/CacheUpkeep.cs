namespace LwCoder.Prompting.Caching;

/// <summary>What is done to a whole cache now and then.</summary>
internal static class CacheUpkeep
{
    private const int HeaderLength = 128;

    /// <summary>After this, what a crash left cannot belong to a call that still runs.</summary>
    private static readonly TimeSpan StrayAge = TimeSpan.FromDays(1);

    public static CacheStats Stats(CacheFolder folder)
    {
        int entries = 0, foreign = 0, damaged = 0;
        long bytes = 0;
        DateTimeOffset? oldest = null, newest = null;
        Span<byte> start = stackalloc byte[HeaderLength];
        foreach (var file in folder.Entries())
        {
            entries++;
            bytes += file.Size;
            oldest = oldest is null || file.WrittenAt < oldest ? file.WrittenAt : oldest;
            newest = newest is null || file.WrittenAt > newest ? file.WrittenAt : newest;
            var origin = CacheEntryFormat.ReadOrigin(start[..ReadStart(file.Path, start)]);
            foreign += origin == CacheOrigin.Foreign ? 1 : 0;
            damaged += origin is null ? 1 : 0;
        }
        return new CacheStats(entries, bytes, foreign, damaged, oldest, newest);
    }

    public static CacheRemoval Prune(CacheFolder folder, long? maxBytes, TimeSpan? maxAge, DateTimeOffset now)
    {
        int removed = 0, kept = 0;
        long removedBytes = 0, keptBytes = 0;
        var full = false;
        foreach (var file in folder.Entries().OrderByDescending(file => file.WrittenAt))
        {
            // Once one does not fit, all older ones go too: what stays is the newest, without holes.
            full |= keptBytes + file.Size > maxBytes;
            var remove = full || now - file.WrittenAt > maxAge;
            if (remove && CacheFolder.TryDelete(file.Path))
            {
                removed++;
                removedBytes += file.Size;
            }
            else
            {
                kept++;
                keptBytes += file.Size;
            }
        }
        RemoveStrays(folder, now);
        return new CacheRemoval(removed, removedBytes, kept, keptBytes);
    }

    /// <summary>The bytes of a plain file of bearable size, or null. A pipe or device has no length and is none.</summary>
    public static byte[]? ReadPlainFile(string path)
    {
        try
        {
            var info = new FileInfo(path);
            return info.Exists && info.LinkTarget is null && info.Length is > 0 and <= CacheEntryFormat.MaxPayload
                ? File.ReadAllBytes(path)
                : null;
        }
        catch (Exception error) when (CacheFolder.IsFileSystem(error))
        {
            return null;
        }
    }

    private static void RemoveStrays(CacheFolder folder, DateTimeOffset now)
    {
        foreach (var stray in folder.Files(CacheFolder.TemporaryExtension).Concat(folder.Files(CacheFolder.LockExtension)))
        {
            if (now - stray.LastWriteTimeUtc > StrayAge)
            {
                CacheFolder.TryDelete(stray.FullName);
            }
        }
    }

    private static int ReadStart(string path, Span<byte> buffer)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return RandomAccess.Read(file, buffer, 0);
        }
        catch (Exception error) when (CacheFolder.IsFileSystem(error))
        {
            return 0;
        }
    }
}
