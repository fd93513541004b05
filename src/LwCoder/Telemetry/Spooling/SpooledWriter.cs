namespace LwCoder.Telemetry.Spooling;

/// <summary>Writes to the store, or to the spool while the store is down: no run fails because of its record.</summary>
/// <param name="warn">Hears once that the store is down, and once that even the spool is.</param>
internal sealed class SpooledWriter(ITelemetryStore store, TelemetrySpool spool, Action<string> warn, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>Between two attempts to reach a store that is down: each may wait for a network.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private long? _downSince;
    private bool _warned;
    private bool _lost;

    public async Task WriteAsync(TelemetryBatch batch, CancellationToken cancel)
    {
        if (_downSince is { } since && time.GetElapsedTime(since) < Pause)
        {
            Spool(batch);
            return;
        }
        try
        {
            if (!spool.IsEmpty)
            {
                // Older news first.
                await spool.DrainAsync(store, cancel);
            }
            await store.WriteAsync(batch, cancel);
            _downSince = null;
        }
        catch (StoreException down)
        {
            _downSince = time.GetTimestamp();
            if (!_warned)
            {
                warn($"{down.Message}; this session is recorded once that is over");
                _warned = true;
            }
            Spool(batch);
        }
    }

    public async ValueTask DisposeAsync()
    {
        spool.Dispose();
        await store.DisposeAsync();
    }

    private void Spool(TelemetryBatch batch)
    {
        try
        {
            spool.Append(batch);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (!_lost)
            {
                warn($"telemetry is lost: {refused.Message.TrimEnd('.')}; `lw_coder telemetry import runs` can bring it back");
                _lost = true;
            }
        }
    }
}
