using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>What tokens cost where the provider does not report a bill. US dollars per million tokens.</summary>
/// <param name="Input">Tokens sent.</param>
/// <param name="Output">Tokens received, reasoning included.</param>
/// <param name="CachedInput">Tokens sent that the provider had cached; null: as <paramref name="Input"/>.</param>
public sealed record ModelPrice(decimal Input, decimal Output, decimal? CachedInput = null)
{
    /// <summary>The cost of one call, or null if the token counts are not known.</summary>
    public decimal? CostOf(UsageDetails? usage)
    {
        if (usage?.InputTokenCount is not { } input || usage.OutputTokenCount is not { } output)
        {
            return null;
        }
        var cached = Math.Min(usage.CachedInputTokenCount ?? 0, input);
        return (((input - cached) * Input) + (cached * (CachedInput ?? Input)) + (output * Output)) / 1_000_000m;
    }
}
