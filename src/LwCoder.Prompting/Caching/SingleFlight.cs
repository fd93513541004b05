using System.Collections.Concurrent;

namespace LwCoder.Prompting.Caching;

/// <summary>
/// Within one process, equal work is done once and its result or error shared. If the one doing it is cancelled, the
/// next in line takes over, so that nobody is cancelled by a stranger.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<CacheKey, TaskCompletionSource<T>> _flights = new();

    public async Task<(T Value, bool IsMine)> RunAsync(CacheKey key, Func<Task<T>> work, CancellationToken cancel)
    {
        while (true)
        {
            var mine = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            var flight = _flights.GetOrAdd(key, mine);
            if (flight == mine)
            {
                return (await LeadAsync(key, mine, work).ConfigureAwait(false), true);
            }
            try
            {
                return (await flight.Task.WaitAsync(cancel).ConfigureAwait(false), false);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // The leader was cancelled, not we: look again, perhaps to lead.
            }
        }
    }

    private async Task<T> LeadAsync(CacheKey key, TaskCompletionSource<T> flight, Func<Task<T>> work)
    {
        try
        {
            var value = await work().ConfigureAwait(false);
            Land(key, flight);
            flight.SetResult(value);
            return value;
        }
        catch (OperationCanceledException)
        {
            Land(key, flight);
            flight.SetCanceled(CancellationToken.None);
            throw;
        }
        catch (Exception error)
        {
            Land(key, flight);
            flight.SetException(error);
            // Observed here, since there may be no follower to do so.
            _ = flight.Task.Exception;
            throw;
        }
    }

    private void Land(CacheKey key, TaskCompletionSource<T> flight) => _flights.TryRemove(KeyValuePair.Create(key, flight));
}
