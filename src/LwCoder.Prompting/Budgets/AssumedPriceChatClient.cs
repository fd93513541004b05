using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Budgets;

/// <summary>
/// Puts a price on answers that come without one, so that a budget in money holds also where the provider does not say what
/// calls cost. Belongs below the budget. Streams are passed on as they are.
/// </summary>
/// <param name="inner">The client that asks a model.</param>
/// <param name="priceOf">The price to assume for a model, which is null where the answer does not name it.</param>
public sealed class AssumedPriceChatClient(IChatClient inner, Func<string?, ModelPrice> priceOf) : DelegatingChatClient(inner)
{
    /// <summary>A rule of thumb for English and code, for answers without any count.</summary>
    private const int CharactersPerToken = 4;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        try
        {
            var response = await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
            if (Usage.Of(response).CostSource == CostSource.Unknown)
            {
                var price = priceOf(response.ModelId);
                (response.AdditionalProperties ??= []).SetCost(
                    price.CostOf(response.Usage) ?? price.CostOf(Guess(asked, response.Text)), CostSource.Imputed);
            }
            return response;
        }
        catch (ModelException useless) when (useless.Usage is { Calls: > 0, CostSource: CostSource.Unknown })
        {
            throw useless.With(useless.Usage with
            {
                Cost = priceOf(null).CostOf(Details(useless.Usage.InputTokens, useless.Usage.OutputTokens)) ?? 0,
                CostSource = CostSource.Imputed,
            });
        }
    }

    private static UsageDetails Guess(IReadOnlyList<ChatMessage> asked, string answer) =>
        Details(asked.Sum(message => (long)message.Text.Length) / CharactersPerToken, answer.Length / CharactersPerToken);

    private static UsageDetails Details(long input, long output) => new() { InputTokenCount = input, OutputTokenCount = output };
}
