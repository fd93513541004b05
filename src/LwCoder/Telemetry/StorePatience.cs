namespace LwCoder.Telemetry;

/// <summary>
/// Waits for a database that others write to: a few milliseconds at first, never long, since a transaction of ours takes
/// milliseconds. SQLite's own waiting is in whole seconds in the build that comes with lw_coder.
/// </summary>
/// <param name="Longest">After that the database counts as stuck.</param>
internal sealed record StorePatience(TimeSpan Longest, TimeProvider Time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Last = TimeSpan.FromMilliseconds(50);

    /// <exception cref="StoreException">The database was busy all the time, or failed otherwise.</exception>
    public async Task<T> TryAsync<T>(Func<Task<T>> attempt, CancellationToken cancel)
    {
        var start = Time.GetTimestamp();
        for (var pause = First; ; pause = pause * 1.5 < Last ? pause * 1.5 : Last)
        {
            try
            {
                return await attempt();
            }
            catch (StoreException busy) when (busy.IsPassing && Time.GetElapsedTime(start) < Longest)
            {
                await Task.Delay(pause, Time, cancel);
            }
        }
    }
}
