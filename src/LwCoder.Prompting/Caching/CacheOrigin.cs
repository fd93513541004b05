namespace LwCoder.Prompting.Caching;

/// <summary>Who wrote an entry, and so whether its answer can be believed.</summary>
public enum CacheOrigin
{
    /// <summary>This cache's own process asked a model.</summary>
    Own,

    /// <summary>
    /// Imported from a place where someone else could write, such as a worktree an agent worked in. The answer may be
    /// forged; readers refuse it unless <see cref="PromptCacheOptions.AcceptForeign"/> is set.
    /// </summary>
    Foreign,
}
