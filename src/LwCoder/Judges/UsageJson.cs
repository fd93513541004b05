using System.Globalization;
using System.Text.Json;
using LwCoder.Prompting.Models;

namespace LwCoder.Judges;

/// <summary>What calls took, as our files say it.</summary>
internal static class UsageJson
{
    /// <summary>Writes properties of an object that the caller has begun; money in US dollars.</summary>
    public static void Write(Utf8JsonWriter json, Usage usage)
    {
        json.WriteNumber("calls", usage.Calls);
        json.WriteNumber("cache_hits", usage.CacheHits);
        json.WriteStartObject("tokens");
        json.WriteNumber("in", usage.InputTokens);
        json.WriteNumber("out", usage.OutputTokens);
        json.WriteNumber("total", usage.TotalTokens);
        json.WriteNumber("cached", usage.CachedInputTokens);
        json.WriteEndObject();
        json.WriteNumber("cost", usage.Cost);
        json.WriteString("cost_source", usage.CostSource.ToString().ToLower(CultureInfo.InvariantCulture));
    }

    /// <summary>For people: `$0.0123 (billed)`, or `cached`.</summary>
    public static string ToText(Usage usage) => usage switch
    {
        { Calls: 0, CacheHits: > 0 } => "cached",
        { CostSource: CostSource.Unknown, Cost: 0 } => "cost unknown",
        _ => string.Create(
            CultureInfo.InvariantCulture, $"${usage.Cost:0.0000} ({usage.CostSource.ToString().ToLowerInvariant()})"),
    };
}
