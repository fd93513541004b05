using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>What calls consumed. Sums with <c>+</c>; answers from a cache consume nothing and only count as hits.</summary>
public sealed record Usage
{
    /// <summary>Nothing.</summary>
    public static Usage None { get; } = new();

    /// <summary>Calls that reached a model.</summary>
    public int Calls { get; init; }

    /// <summary>Calls answered from a cache.</summary>
    public int CacheHits { get; init; }

    /// <summary>Tokens sent.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens received, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Of the tokens sent, those the provider had cached.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>The known part of the cost, in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>The least certain source of any part of <see cref="Cost"/>.</summary>
    public CostSource CostSource { get; init; }

    /// <summary>Tokens sent and received.</summary>
    public long TotalTokens => InputTokens + OutputTokens;

    /// <summary>Both.</summary>
    public static Usage operator +(Usage left, Usage right) => Add(left, right);

    /// <summary>Both.</summary>
    public static Usage Add(Usage left, Usage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new Usage
        {
            Calls = left.Calls + right.Calls,
            CacheHits = left.CacheHits + right.CacheHits,
            InputTokens = left.InputTokens + right.InputTokens,
            OutputTokens = left.OutputTokens + right.OutputTokens,
            CachedInputTokens = left.CachedInputTokens + right.CachedInputTokens,
            Cost = left.Cost + right.Cost,
            CostSource = (CostSource)Math.Max((int)left.CostSource, (int)right.CostSource),
        };
    }

    /// <summary>What one response consumed, from the standard usage details and the cost beside them.</summary>
    public static Usage Of(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.IsCacheHit())
        {
            return new Usage { CacheHits = 1 };
        }
        var cost = response.GetCost();
        return new Usage
        {
            Calls = 1,
            InputTokens = response.Usage?.InputTokenCount ?? 0,
            OutputTokens = response.Usage?.OutputTokenCount ?? 0,
            CachedInputTokens = response.Usage?.CachedInputTokenCount ?? 0,
            Cost = cost ?? 0,
            CostSource = cost is null ? CostSource.Unknown : response.GetCostSource(),
        };
    }
}
