using System.Globalization;

namespace LwCoder.Sessions.Governing;

/// <summary>The same calls with the same arguments and the same results, over and over: nothing can come of another round.</summary>
internal static class ToolCycle
{
    public const string Detector = "tool_cycle";

    /// <returns>Null unless the trail ends with a pattern that follows itself often enough.</returns>
    public static Suspicion? Find(IReadOnlyList<CallMark> trail, GovernorLimits limits)
    {
        for (var period = 1; period <= GovernorLimits.LongestPeriod && period < trail.Count; period++)
        {
            var rounds = Rounds(trail, period);
            var calls = trail.Skip(trail.Count - (rounds * period)).ToList();
            var needed = calls.Any(call => call.Waits)
                ? limits.CycleRepeats * GovernorLimits.PatienceWithWaiting
                : limits.CycleRepeats;
            if (rounds >= needed)
            {
                var tools = string.Join(", ", calls.Take(period).Select(call => call.Tool));
                return new Suspicion(Detector, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the same {(period == 1 ? "call" : $"{period} calls")} ({tools}) {rounds} times in a row, with the same results"),
                    calls, needed * period);
            }
        }
        return null;
    }

    /// <summary>How often the last <paramref name="period"/> calls stand at the end of the trail.</summary>
    private static int Rounds(IReadOnlyList<CallMark> trail, int period)
    {
        var equal = 0;
        while (equal + period < trail.Count && trail[^(equal + 1)].Content == trail[^(equal + 1 + period)].Content)
        {
            equal++;
        }
        return (equal / period) + 1;
    }
}
