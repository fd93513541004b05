namespace LwCoder.Prompting.Caching;

/// <summary>What a prune or clear removed and left.</summary>
/// <param name="Removed">Entries removed.</param>
/// <param name="RemovedBytes">Their size.</param>
/// <param name="Kept">Entries left.</param>
/// <param name="KeptBytes">Their size.</param>
public sealed record CacheRemoval(int Removed, long RemovedBytes, int Kept, long KeptBytes);
