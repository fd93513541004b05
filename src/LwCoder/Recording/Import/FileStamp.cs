using System.Security.Cryptography;

namespace LwCoder.Recording.Import;

/// <summary>How a unit's files look from outside: enough to tell, without reading them, that they are as they were.</summary>
/// <param name="Size">Bytes of all together.</param>
/// <param name="ModifiedMs">When the newest was written, milliseconds since 1970.</param>
internal sealed record FileStamp(long Size, long ModifiedMs)
{
    public static FileStamp Of(IEnumerable<string> files)
    {
        var (size, modified) = (0L, 0L);
        foreach (var file in files.Select(path => new FileInfo(path)).Where(file => file.Exists))
        {
            size += file.Length;
            modified = Math.Max(modified, new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds());
        }
        return new FileStamp(size, modified);
    }

    /// <summary>SHA-256 of the files that are not empty, one after the other, each behind its length.</summary>
    public static string HashOf(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        // A pipe has no length either, and opening one could block us.
        foreach (var path in files.Where(path => new FileInfo(path) is { Exists: true, Length: > 0 }))
        {
            using var file = new FileStream(path, new FileStreamOptions
            {
                Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan,
            });
            hash.AppendData(BitConverter.GetBytes(file.Length));
            int read;
            while ((read = file.Read(buffer)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
