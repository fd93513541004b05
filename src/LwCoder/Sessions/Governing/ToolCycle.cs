using System.Globalization;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// The same calls with the same arguments and the same results, over and over: nothing can come of another round.
/// </summary>
internal static class ToolCycle
{
    public const string Detector = "tool_cycle";

    /// <returns>Null unless the trail ends with a pattern that follows itself often enough.</returns>
    public static Suspicion? Find(CallTrail trail, GovernorLimits limits)
    {
        for (var period = 1; period <= GovernorLimits.LongestPeriod; period++)
        {
            var rounds = trail.Rounds(period);
            if (rounds < limits.CycleRepeats)
            {
                continue;
            }
            var pattern = trail.Last(period);
            if (rounds >= (long)limits.CycleRepeats * pattern.Max(call => call.Patience))
            {
                var tools = string.Join(", ", pattern.Select(call => call.Tool));
                return new Suspicion(
                    Detector,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the same {(period == 1 ? "call" : $"{period} calls")} ({tools}) {rounds} times in a row, "
                        + $"with the same results"),
                    trail, trail.Cycle, trail.FirstOf(period)!, rounds * period, limits.CycleRepeats * period);
            }
        }
        return null;
    }
}
