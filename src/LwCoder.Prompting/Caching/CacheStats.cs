namespace LwCoder.Prompting.Caching;

/// <summary>What a cache holds.</summary>
/// <param name="Entries">Answers.</param>
/// <param name="Bytes">Their size on disk, without the file system's rounding.</param>
/// <param name="ForeignEntries">Of them, those imported from elsewhere.</param>
/// <param name="DamagedEntries">Of them, those whose header cannot be read; each is a miss, and overwritten when needed.</param>
/// <param name="Oldest">When the oldest was written; null if there are none.</param>
/// <param name="Newest">When the newest was written; null if there are none.</param>
public sealed record CacheStats(
    int Entries, long Bytes, int ForeignEntries, int DamagedEntries, DateTimeOffset? Oldest, DateTimeOffset? Newest);
