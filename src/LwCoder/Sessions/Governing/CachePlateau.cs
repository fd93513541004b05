using System.Globalization;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// An agent that looks at the same few things again and again: its context is full, or it forgets what it has read.
/// </summary>
internal static class CachePlateau
{
    public const string Detector = "cache_plateau";

    /// <returns>Null unless too few of the last calls found anything that the others had not.</returns>
    public static Suspicion? Find(CallTrail trail, GovernorLimits limits)
    {
        if (trail.FirstLow is not { } first)
        {
            return null;
        }
        var window = trail.Last(limits.PlateauWindow);
        return window.Any(call => call.Patience >= Patience.Waiting)
            ? null
            : new Suspicion(
                Detector,
                string.Create(
                    CultureInfo.InvariantCulture, $"only {trail.Different} different contents in the last {window.Count} calls"),
                trail, trail.Plateau, first, window.Count + trail.Low - 1, limits.PlateauWindow / 2);
    }
}
