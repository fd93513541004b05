namespace LwCoder.Prompting.Caching;

/// <summary>An entry on disk, as found by <see cref="PromptCache.Enumerate"/>; it may be damaged or gone by now.</summary>
/// <param name="Key">Its key, from its name.</param>
/// <param name="Path">The file.</param>
/// <param name="Size">Bytes on disk.</param>
/// <param name="WrittenAt">When it was written, by the file system's clock.</param>
public sealed record CacheFile(CacheKey Key, string Path, long Size, DateTimeOffset WrittenAt);
