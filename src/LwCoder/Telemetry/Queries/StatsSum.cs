using LwCoder.Telemetry.Rows;

namespace LwCoder.Telemetry.Queries;

/// <summary>Adds up sessions in one pass, without generic code over numbers, which would be compiled at each start.</summary>
internal sealed class StatsSum(TrendSpans spans)
{
    private readonly List<long> _durations = [];
    private readonly decimal[] _trend = new decimal[Stats.Spans];
    private int _own;
    private int _others;
    private int _ended;
    private int _completed;
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
        if (session.ParentId is not null || session.Tool == SessionRow.OwnTool)
        {
            _others++;
            return;
        }
        _own++;
        _ended += session.Status is "running" or "unknown" ? 0 : 1;
        _completed += session.Status == "completed" ? 1 : 0;
        if (session.DurationMs is { } duration)
        {
            _durations.Add(duration);
        }
    }

    public StatsGroup ToGroup(string by, string? name) => new(
        by, name, _own, _others, _ended > 0 ? (double)_completed / _ended : null, _cost, _in, _out, _cached, _calls, _failed,
        Percentiles.Of(_durations), _trend);
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
