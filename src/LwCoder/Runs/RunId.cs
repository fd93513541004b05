using System.Globalization;
using System.Text.RegularExpressions;

namespace LwCoder.Runs;

/// <summary>
/// `&lt;plan_id&gt;/&lt;yyyyMMdd_HHmmss&gt;`, UTC, with `-2`, `-3`, … when two runs of a plan start in one second. The age of a
/// run is read from its name: copying or backing up a repository changes the times of files.
/// </summary>
internal sealed partial record RunId(string PlanId, string Stamp)
{
    private const string Format = "yyyyMMdd_HHmmss";

    public DateTimeOffset StartedAt { get; } = ParseTime(Stamp);

    /// <summary>The stamp without a number behind it, which sorts by time.</summary>
    public string Second => Stamp[..Format.Length];

    /// <summary>Usable in ref names, container names and labels.</summary>
    public string Name => $"{PlanId}-{Stamp}";

    public static RunId New(string planId, DateTimeOffset now, Func<RunId, bool> taken)
    {
        var stamp = now.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
        var id = new RunId(planId, stamp);
        for (var suffix = 2; taken(id); suffix++)
        {
            id = new RunId(planId, $"{stamp}-{suffix.ToString(CultureInfo.InvariantCulture)}");
        }
        return id;
    }

    public static bool IsStamp(string text) =>
        StampPattern().IsMatch(text) && TryParseTime(text, out _);

    public override string ToString() => $"{PlanId}/{Stamp}";

    private static DateTimeOffset ParseTime(string stamp) =>
        TryParseTime(stamp, out var time) ? time : throw new FormatException($"'{stamp}' is not the name of a run");

    private static bool TryParseTime(string stamp, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            stamp.Split('-')[0], Format, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    [GeneratedRegex(@"^\d{8}_\d{6}(-\d+)?$")]
    private static partial Regex StampPattern();
}
