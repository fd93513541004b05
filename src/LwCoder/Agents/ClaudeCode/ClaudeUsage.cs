using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>Token counts as the stream has them. Counts out of range are worth nothing and are cut.</summary>
internal static class ClaudeUsage
{
    public static UsageReported OfMessage(string id, JsonElement usage) => new(
        id, Count(usage, "input_tokens") + Count(usage, "cache_creation_input_tokens"), Count(usage, "output_tokens"),
        Count(usage, "cache_read_input_tokens"), Cost: null, CostSource.Unknown);

    /// <summary>From a result: `usage` covers the main conversation only, `modelUsage` has the subagents in it.</summary>
    public static UsageReported OfSession(JsonElement result, CostSource source)
    {
        var cost = result.Money("total_cost_usd");
        source = cost is null ? CostSource.Unknown : source;
        var models = result.Field("modelUsage").Values().ToList();
        if (models.Count == 0)
        {
            return OfMessage("", result.Field("usage")) with { Id = null, Cost = cost, CostSource = source };
        }
        long Sum(string name) => models.Sum(model => Count(model, name));
        return new UsageReported(
            null, Sum("inputTokens") + Sum("cacheCreationInputTokens"), Sum("outputTokens"), Sum("cacheReadInputTokens"),
            cost, source);
    }

    private static long Count(JsonElement usage, string name) => Math.Clamp(usage.Whole(name) ?? 0, 0, int.MaxValue);
}
