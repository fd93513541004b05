using LwCoder.Prompting.Models;

namespace LwCoder.Agents.Events;

/// <summary>What a model that lw_coder asked itself has used, as an event of a session.</summary>
internal static class ModelUsage
{
    public static UsageReported ToEvent(string? id, Usage used) => new(
        id, used.InputTokens - used.CachedInputTokens, used.OutputTokens, used.CachedInputTokens,
        used.CostSource == Prompting.Models.CostSource.Unknown ? null : used.Cost,
        used.CostSource switch
        {
            Prompting.Models.CostSource.Billed => CostSource.Billed,
            Prompting.Models.CostSource.Imputed => CostSource.Imputed,
            _ => CostSource.Unknown,
        });
}
