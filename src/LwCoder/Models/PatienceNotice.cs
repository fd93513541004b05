using System.Globalization;
using LwCoder.Prompting.Models;

namespace LwCoder.Models;

/// <summary>
/// Says that a provider keeps us waiting, for whoever wonders why nothing happens. Many may wait at the same time for the same
/// reason, so it is said at most twice a minute, and not of a wait that is over before it is read.
/// Safe to use from several threads.
/// </summary>
internal sealed class PatienceNotice(Action<string> warn, TimeProvider time)
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private long? _told;

    public void Tell(string model, ModelException error, TimeSpan wait)
    {
        lock (_lock)
        {
            if (wait < Noticeable || (_told is { } told && time.GetElapsedTime(told) < Pause))
            {
                return;
            }
            _told = time.GetTimestamp();
        }
        warn(string.Create(
            CultureInfo.InvariantCulture, $"{model} is asked again in {Math.Ceiling(wait.TotalSeconds):0} s: {error.Message}"));
    }
}
