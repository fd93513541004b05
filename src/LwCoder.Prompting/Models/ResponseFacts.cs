using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>
/// Facts about an answer that Microsoft.Extensions.AI has no property for. They travel in
/// <see cref="ChatResponse.AdditionalProperties"/> as JSON-friendly values, so any client may set them.
/// </summary>
public static class ResponseFacts
{
    internal const string CostKey = "cost";
    internal const string CostSourceKey = "cost_source";
    internal const string CacheHitKey = "cache_hit";

    /// <summary>What the call cost in US dollars, or null if unknown. Of a cached answer: what it once cost.</summary>
    public static decimal? GetCost(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Find(response, CostKey) switch
        {
            decimal cost => cost,
            double cost when double.IsFinite(cost) => (decimal)cost,
            JsonElement { ValueKind: JsonValueKind.Number } json when json.TryGetDecimal(out var cost) => cost,
            _ => null,
        };
    }

    /// <summary>Where the cost comes from.</summary>
    public static CostSource GetCostSource(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        var source = Find(response, CostSourceKey)?.ToString();
        return Enum.TryParse<CostSource>(source, ignoreCase: true, out var parsed) ? parsed : CostSource.Unknown;
    }

    /// <summary>Whether the answer came from a cache and no model was asked.</summary>
    public static bool IsCacheHit(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Find(response, CacheHitKey) is true or JsonElement { ValueKind: JsonValueKind.True };
    }

    /// <summary>A response put together from a stream has the facts of its last update on its message.</summary>
    private static object? Find(ChatResponse response, string key) =>
        response.AdditionalProperties?.GetValueOrDefault(key)
        ?? response.Messages.LastOrDefault()?.AdditionalProperties?.GetValueOrDefault(key);

    /// <summary>Adds what useless answers before this one consumed.</summary>
    internal static void AddUsage(this ChatResponse response, Usage wasted)
    {
        if (wasted.Calls == 0)
        {
            return;
        }
        var sum = Usage.Of(response) + wasted;
        (response.Usage ??= new UsageDetails()).Add(new UsageDetails
        {
            InputTokenCount = wasted.InputTokens,
            OutputTokenCount = wasted.OutputTokens,
            TotalTokenCount = wasted.TotalTokens,
            CachedInputTokenCount = wasted.CachedInputTokens,
        });
        (response.AdditionalProperties ??= []).SetCost(sum.Cost > 0 ? sum.Cost : response.GetCost(), sum.CostSource);
    }

    internal static void SetCost(this AdditionalPropertiesDictionary properties, decimal? cost, CostSource source)
    {
        if (cost is not null)
        {
            properties[CostKey] = (double)cost;
        }
        properties[CostSourceKey] = source.ToString().ToLower(CultureInfo.InvariantCulture);
    }
}
