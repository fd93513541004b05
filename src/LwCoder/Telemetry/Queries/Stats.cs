using LwCoder.Telemetry.Rows;

namespace LwCoder.Telemetry.Queries;

/// <summary>Sums sessions up, by what they have in common.</summary>
internal static class Stats
{
    /// <summary>Spans of a trend.</summary>
    public const int Spans = 12;

    /// <summary>Words for what sessions can have in common.</summary>
    public static IReadOnlyList<string> Groupings { get; } = ["plan", "model", "tool", "prompt"];

    /// <param name="by">One of <see cref="Groupings"/>; null for all of them.</param>
    /// <returns>All sessions first, then the groups, the most expensive first.</returns>
    public static IReadOnlyList<StatsGroup> Of(IReadOnlyList<SessionRecord> sessions, string? by)
    {
        if (sessions.Count == 0)
        {
            return [];
        }
        var start = sessions.Min(session => session.StartedAt);
        var span = (sessions.Max(session => session.StartedAt) - start) / Spans;
        return
        [
            Sum("all", null, sessions, start, span),
            .. Groupings.Where(grouping => by is null || grouping == by).SelectMany(grouping => sessions
                .GroupBy(session => KeyOf(session, grouping))
                .Select(group => Sum(grouping, group.Key, [.. group], start, span))
                .OrderByDescending(group => group.Cost).ThenByDescending(group => group.Sessions)),
        ];
    }

    private static string? KeyOf(SessionRecord session, string grouping) => grouping switch
    {
        "plan" => session.PlanId,
        "model" => session.Model,
        "tool" => session.Tool,
        _ => session.PromptFingerprint,
    };

    private static StatsGroup Sum(
        string by, string? name, IReadOnlyList<SessionRecord> sessions, DateTimeOffset start, TimeSpan span)
    {
        var own = sessions.Where(session => session is { ParentId: null, Tool: not SessionRow.OwnTool }).ToList();
        var ended = own.Where(session => session.Status is not ("running" or "unknown")).ToList();
        var trend = new decimal[Spans];
        foreach (var session in sessions)
        {
            var at = span > TimeSpan.Zero ? (int)((session.StartedAt - start) / span) : Spans;
            trend[Math.Min(Spans - 1, at)] += session.Cost;
        }
        return new StatsGroup(
            by,
            name,
            own.Count,
            sessions.Count - own.Count,
            ended.Count > 0 ? (double)ended.Count(session => session.Status == "completed") / ended.Count : null,
            sessions.Sum(session => session.Cost),
            sessions.Sum(session => session.TokensIn),
            sessions.Sum(session => session.TokensOut),
            sessions.Sum(session => session.TokensCached),
            sessions.Sum(session => session.Calls),
            sessions.Sum(session => session.FailedCalls),
            Percentiles.Of(own.Select(session => session.DurationMs).OfType<long>()),
            trend);
    }
}
