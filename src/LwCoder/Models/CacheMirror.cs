using LwCoder.Prompting.Caching;

namespace LwCoder.Models;

/// <summary>What a worktree's cache held when a session began; everything else it holds later is new.</summary>
/// <param name="Keys">Its entries.</param>
/// <param name="Added">Of them, those copied just now.</param>
/// <param name="Removed">Entries it had that the user's cache has no more, or that are too old to be taken along.</param>
internal sealed record CacheMirror(IReadOnlySet<CacheKey> Keys, int Added, int Removed);
