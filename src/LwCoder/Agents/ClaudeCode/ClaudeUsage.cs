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
        return OfModels(result, cost, source)
            ?? OfMessage("", result.Field("usage")) with { Id = null, Cost = cost, CostSource = SourceOf(cost, source) };
    }

    /// <summary>From the row a transcript ends with. It counts the whole session, also the part before it was resumed.</summary>
    public static UsageReported? OfTranscript(JsonElement state) =>
        OfModels(state, state.Money("totalCostUSD"), CostSource.Imputed);

    private static UsageReported? OfModels(JsonElement counted, decimal? cost, CostSource source)
    {
        var models = counted.Field("modelUsage").Values().ToList();
        long Sum(string name) => models.Sum(model => Count(model, name));
        return models.Count == 0 ? null : new UsageReported(
            null, Sum("inputTokens") + Sum("cacheCreationInputTokens"), Sum("outputTokens"), Sum("cacheReadInputTokens"),
            cost, SourceOf(cost, source));
    }

    private static CostSource SourceOf(decimal? cost, CostSource source) => cost is null ? CostSource.Unknown : source;

    private static long Count(JsonElement usage, string name) => Math.Clamp(usage.Whole(name) ?? 0, 0, int.MaxValue);
}
