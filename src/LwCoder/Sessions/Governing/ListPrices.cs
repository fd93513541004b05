using LwCoder.Agents.Events;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// What a message costs at list prices, for agents that tell the sum only at the end: a limit in money would hold nothing until
/// then. The agent's own sum replaces the estimate as soon as there is one, so a price that has changed does little harm.
/// </summary>
internal static class ListPrices
{
    private static readonly (string Family, ModelPrice Price)[] Known =
    [
        ("opus", new(5, 25, 0.5m)), ("sonnet", new(3, 15, 0.3m)), ("haiku", new(1, 5, 0.1m)),
    ];

    /// <returns>Null for a model that is not known.</returns>
    public static decimal? Estimate(string? model, UsageReported usage) => Find(model)?.CostOf(
        new UsageDetails
        {
            InputTokenCount = usage.Input + usage.Cached,
            CachedInputTokenCount = usage.Cached,
            OutputTokenCount = usage.Output,
        });

    /// <summary>For limits that must hold: of a model that is not known, the price of the dearest that is.</summary>
    public static ModelPrice AtMost(string? model) => Find(model) ?? Known[0].Price;

    private static ModelPrice? Find(string? model) =>
        Array.Find(Known, known => model?.Contains(known.Family, StringComparison.OrdinalIgnoreCase) ?? false).Price;
}
