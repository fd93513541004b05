using System.Globalization;

namespace LwCoder.Sessions.Governing;

/// <summary>An agent that looks at the same few things again and again: its context is full, or it forgets what it has read.</summary>
internal static class CachePlateau
{
    public const string Detector = "cache_plateau";

    /// <returns>Null unless too few of the last calls found anything that the others had not.</returns>
    public static Suspicion? Find(IReadOnlyList<CallMark> trail, GovernorLimits limits)
    {
        if (trail.Count < limits.PlateauWindow)
        {
            return null;
        }
        var window = trail.Skip(trail.Count - limits.PlateauWindow).ToList();
        var different = window.Select(call => call.Content).Distinct().Count();
        return window.Any(call => call.Waits) || (double)different / window.Count >= limits.PlateauShare
            ? null
            : new Suspicion(Detector, string.Create(
                CultureInfo.InvariantCulture, $"only {different} different contents in the last {window.Count} calls"), window, window.Count);
    }
}
