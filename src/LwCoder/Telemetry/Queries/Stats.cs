namespace LwCoder.Telemetry.Queries;

/// <summary>Sums sessions up, by what they have in common.</summary>
internal static class Stats
{
    /// <summary>Spans of a trend.</summary>
    public const int Spans = 12;

    /// <summary>Words for what sessions can have in common.</summary>
    public static IReadOnlyList<string> Groupings { get; } = ["plan", "model", "tool", "prompt"];

    /// <param name="sessions">The newest first.</param>
    /// <param name="by">One of <see cref="Groupings"/>; null for all of them.</param>
    /// <returns>All sessions first, then the groups, the most expensive first.</returns>
    public static IReadOnlyList<StatsGroup> Of(IReadOnlyList<SessionRecord> sessions, string? by)
    {
        if (sessions.Count == 0)
        {
            return [];
        }
        var spans = TrendSpans.Of(sessions);
        var groups = new List<StatsGroup> { Sum("all", null, sessions, spans) };
        foreach (var grouping in Groupings)
        {
            if (by is null || grouping == by)
            {
                groups.AddRange(GroupBy(grouping, sessions, spans));
            }
        }
        return groups;
    }

    private static List<StatsGroup> GroupBy(string grouping, IReadOnlyList<SessionRecord> sessions, TrendSpans spans)
    {
        var members = new Dictionary<string, List<SessionRecord>>(StringComparer.Ordinal);
        foreach (var session in sessions)
        {
            var key = KeyOf(session, grouping) ?? "";
            if (!members.TryGetValue(key, out var group))
            {
                members.Add(key, group = []);
            }
            group.Add(session);
        }
        var groups = new List<StatsGroup>();
        foreach (var (name, group) in members)
        {
            groups.Add(Sum(grouping, name.Length > 0 ? name : null, group, spans));
        }
        groups.Sort((one, other) => other.Cost.CompareTo(one.Cost) is var byCost and not 0 ? byCost
            : other.Sessions.CompareTo(one.Sessions) is var bySessions and not 0 ? bySessions
            : string.CompareOrdinal(one.Name, other.Name));
        return groups;
    }

    private static string? KeyOf(SessionRecord session, string grouping) => grouping switch
    {
        "plan" => session.PlanId,
        "model" => session.Model,
        "tool" => session.Tool,
        _ => session.PromptFingerprint,
    };

    private static StatsGroup Sum(string by, string? name, IReadOnlyList<SessionRecord> sessions, TrendSpans spans)
    {
        var (sum, line) = (new StatsSum(spans), new Stack<SessionRecord>());
        var waiting = sessions.ToDictionary(session => session.Id, StringComparer.Ordinal);
        for (var i = sessions.Count - 1; i >= 0; i--)
        {
            // What a recovery was to put right comes first: where moments are seconds, both may have begun in the same.
            for (var next = sessions[i]; next is not null && waiting.Remove(next.Id);)
            {
                line.Push(next);
                next = next.IsRecovery ? waiting.GetValueOrDefault(next.ParentId!) : null;
            }
            while (line.TryPop(out var session))
            {
                sum.Add(session);
            }
        }
        return sum.ToGroup(by, name);
    }
}
