namespace LwCoder.Telemetry.Queries;

/// <summary>
/// Adds up sessions in one pass, the oldest first and no recovery before what it was to put right, without generic code over
/// numbers, which would be compiled at each start. A session and its recoveries are one attempt, which came to what the last of
/// them came to.
/// </summary>
internal sealed class StatsSum(TrendSpans spans)
{
    private readonly Dictionary<string, Attempt> _attemptOf = new(StringComparer.Ordinal);
    private readonly List<Attempt> _attempts = [];
    private readonly decimal[] _trend = new decimal[Stats.Spans];
    private int _recoveries;
    private int _others;
    private decimal _cost;
    private long _in;
    private long _out;
    private long _cached;
    private long _calls;
    private long _failed;

    public void Add(SessionRecord session)
    {
        _cost += session.Cost;
        _in += session.TokensIn;
        _out += session.TokensOut;
        _cached += session.TokensCached;
        _calls += session.Calls;
        _failed += session.FailedCalls;
        if (session.StartedAt is { } start)
        {
            _trend[spans.IndexOf(start)] += session.Cost;
        }
        if (!session.IsWholeAgents)
        {
            _others++;
            return;
        }
        if (session.IsRecovery && _attemptOf.TryGetValue(session.ParentId!, out var attempt))
        {
            _recoveries++;
        }
        else
        {
            _attempts.Add(attempt = new Attempt());
        }
        _attemptOf[session.Id] = attempt;
        attempt.Add(session);
    }

    public StatsGroup ToGroup(string by, string? name)
    {
        var (ended, completed, durations) = (0, 0, new List<long>());
        foreach (var attempt in _attempts)
        {
            ended += attempt.IsCompleted is null ? 0 : 1;
            completed += attempt.IsCompleted == true ? 1 : 0;
            if (attempt.DurationMs is { } duration)
            {
                durations.Add(duration);
            }
        }
        return new StatsGroup(
            by, name, _attempts.Count, _recoveries, _others, ended > 0 ? (double)completed / ended : null, _cost, _in, _out,
            _cached, _calls, _failed, Percentiles.Of(durations), _trend);
    }

    private sealed class Attempt
    {
        /// <summary>Null while none of its sessions has ended.</summary>
        public bool? IsCompleted { get; private set; }

        /// <summary>Of all its sessions; null when none is known.</summary>
        public long? DurationMs { get; private set; }

        public void Add(SessionRecord session)
        {
            IsCompleted = session.Status is "running" or "unknown" ? IsCompleted : session.Status == "completed";
            DurationMs = session.DurationMs is { } duration ? (DurationMs ?? 0) + duration : DurationMs;
        }
    }
}

/// <summary>Equal spans of time from the first session to the last.</summary>
internal sealed record TrendSpans(DateTimeOffset Start, TimeSpan Length)
{
    public static TrendSpans Of(IReadOnlyList<SessionRecord> sessions)
    {
        var (first, last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        foreach (var session in sessions)
        {
            first = session.StartedAt < first ? session.StartedAt.Value : first;
            last = session.StartedAt > last ? session.StartedAt.Value : last;
        }
        return new TrendSpans(first, first < last ? (last - first) / Stats.Spans : TimeSpan.Zero);
    }

    public int IndexOf(DateTimeOffset start) =>
        Length > TimeSpan.Zero ? Math.Min(Stats.Spans - 1, (int)((start - Start) / Length)) : Stats.Spans - 1;
}
