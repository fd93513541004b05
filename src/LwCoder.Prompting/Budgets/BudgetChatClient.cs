using System.Runtime.CompilerServices;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Budgets;

/// <summary>Refuses calls that do not fit a budget, before they are made. Belongs below a cache, whose hits are free.</summary>
/// <param name="inner">The client that asks a model.</param>
/// <param name="budget">What may be spent.</param>
public sealed class BudgetChatClient(IChatClient inner, Budget budget) : DelegatingChatClient(inner)
{
    /// <summary>A rule of thumb for English and code; only used before a call, never for what was spent.</summary>
    private const int CharactersPerToken = 4;

    /// <inheritdoc/>
    /// <exception cref="BudgetException">The call does not fit.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var reservation = await budget.ReserveAsync(EstimateTokens(asked), cancellationToken).ConfigureAwait(false);
        var response = await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
        reservation.Settle(Usage.Of(response));
        return response;
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetException">The call does not fit.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        using var reservation = await budget.ReserveAsync(EstimateTokens(asked), cancellationToken).ConfigureAwait(false);
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in base.GetStreamingResponseAsync(asked, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            yield return update;
        }
        reservation.Settle(Usage.Of(updates.ToChatResponse()));
    }

    private static long EstimateTokens(IReadOnlyList<ChatMessage> messages) =>
        messages.Sum(message => (long)message.Text.Length) / CharactersPerToken;
}
