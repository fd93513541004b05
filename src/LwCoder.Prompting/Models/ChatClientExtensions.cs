using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Caching;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>
/// Layers around a client, from the model outwards:
/// <c>client.WithBudget(budget).WithCache(cache).WithLog(log)</c>.
/// </summary>
public static class ChatClientExtensions
{
    /// <summary>Refuses calls that do not fit.</summary>
    public static IChatClient WithBudget(this IChatClient client, Budget budget) => new BudgetChatClient(client, budget);

    /// <summary>Puts a price on answers that come without one.</summary>
    public static IChatClient WithAssumedPrice(this IChatClient client, Func<string?, ModelPrice> priceOf) =>
        new AssumedPriceChatClient(client, priceOf);

    /// <summary>Answers equal requests without asking again.</summary>
    public static IChatClient WithCache(this IChatClient client, PromptCache cache) => new CachingChatClient(client, cache);

    /// <summary>Writes down every call.</summary>
    public static IChatClient WithLog(this IChatClient client, CallLog log) => new CallLogChatClient(client, log);
}
