namespace LwCoder.Prompting.Caching;

/// <summary>How a <see cref="PromptCache"/> behaves; the defaults are right for most.</summary>
public sealed record PromptCacheOptions
{
    /// <summary>
    /// Whether entries of <see cref="CacheOrigin.Foreign"/> count as hits. Off, because whoever grades, compares or
    /// optimizes must not take an answer somebody else could have planted.
    /// </summary>
    public bool AcceptForeign { get; init; }

    /// <summary>Hears once, as a sentence, that the cache cannot be written; the work goes on without it.</summary>
    public Action<string>? OnProblem { get; init; }

    /// <summary>The longest wait for another process that is asking the same; then this one asks too.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock for waits and ages.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
