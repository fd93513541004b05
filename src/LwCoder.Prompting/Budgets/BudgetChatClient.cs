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
        return await SettleAsync(reservation, async () =>
        {
            var response = await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
            reservation.Settle(Usage.Of(response));
            return response;
        }).ConfigureAwait(false);
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
        var stream = base.GetStreamingResponseAsync(asked, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = stream.ConfigureAwait(false);
        while (await SettleAsync(reservation, () => stream.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            updates.Add(stream.Current);
            yield return stream.Current;
        }
        reservation.Settle(Usage.Of(updates.ToChatResponse()));
    }

    /// <summary>An answer that is of no use may have been paid for, and then counts like any other.</summary>
    private static async Task<T> SettleAsync<T>(Budget.Reservation reservation, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (ModelException error) when (error.Usage.Calls > 0)
        {
            reservation.Settle(error.Usage);
            throw;
        }
    }

    /// <summary>Most of an agent's conversation is in its tool calls and what they returned.</summary>
    private static long EstimateTokens(IReadOnlyList<ChatMessage> messages) =>
        messages.SelectMany(message => message.Contents).Sum(content => content switch
        {
            TextContent text => text.Text.Length,
            FunctionCallContent call => call.Name.Length + (long)ToolJson.Arguments(call).Length,
            FunctionResultContent result => ToolJson.Text(result.Result).Length,
            _ => 0,
        }) / CharactersPerToken;
}
