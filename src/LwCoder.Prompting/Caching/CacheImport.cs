namespace LwCoder.Prompting.Caching;

/// <summary>What became of an entry offered to <see cref="PromptCache.Import"/>.</summary>
public enum CacheImport
{
    /// <summary>It is here now.</summary>
    Added,

    /// <summary>There was an entry of that key, which stays as it is.</summary>
    AlreadyThere,

    /// <summary>It is damaged, too large, or no plain file.</summary>
    Rejected,

    /// <summary>It could not be written; <see cref="PromptCacheOptions.OnProblem"/> heard why.</summary>
    Failed,
}
