using LwCoder.Git;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;
using LwCoder.Sessions.Governing;
using LwCoder.Sessions.Live;
using LwCoder.Telemetry;
using Microsoft.Extensions.AI;

namespace LwCoder.Commands.Optimize;

/// <summary>What an optimization works with. All models it opens share one purse.</summary>
internal sealed record OptimizeScene(
    RepositoryFacts Repository, string State, Configuration.Settings Settings, AskedModels Models, ITelemetryStore Store,
    Budget Purse)
    : IAsyncDisposable
{
    private readonly List<IChatClient> _opened = [];

    /// <param name="name">An alias of `[models]` or as the provider calls it; null for the configured one.</param>
    public IChatClient Open(string? name)
    {
        var client = Models.Open(name).WithAssumedPrice(ListPrices.AtMost).WithBudget(Purse);
        _opened.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _opened.ForEach(client => client.Dispose());
        await Models.DisposeAsync();
        await Store.DisposeAsync();
    }
}
