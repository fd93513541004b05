namespace LwCoder.Sessions.Governing;

/// <summary>
/// The last calls of one conversation that have returned, and how much they repeat. To add one takes as long after a hundred
/// thousand as after ten, and no more than a window of them is kept. Not thread-safe.
/// </summary>
internal sealed class CallTrail(GovernorLimits limits)
{
    private readonly int _kept = Math.Max(limits.PlateauWindow, GovernorLimits.LongestPeriod + 1);
    private readonly List<CallMark> _calls = [];
    private readonly Dictionary<string, int> _contents = new(StringComparer.Ordinal);

    /// <summary>For each period: how many of the last calls are as the one a period before, and where that began.</summary>
    private readonly (long Equal, CallMark? First)[] _runs = new (long, CallMark?)[GovernorLimits.LongestPeriod + 1];

    /// <summary>How many calls there were, those that are forgotten included.</summary>
    public long Count { get; private set; }

    /// <summary>How many contents the calls of the window have.</summary>
    public int Different => _contents.Count;

    /// <summary>How many calls in a row there were after each of which the window had too few contents.</summary>
    public long Low { get; private set; }

    /// <summary>The first call of the first of those windows.</summary>
    public CallMark? FirstLow { get; private set; }

    public Doubt Cycle { get; } = new();

    public Doubt Plateau { get; } = new();

    public void Add(CallMark call)
    {
        _calls.Add(call);
        Count++;
        for (var period = 1; period <= GovernorLimits.LongestPeriod && period < _calls.Count; period++)
        {
            var (equal, first) = _runs[period];
            _runs[period] = call.Content != _calls[^(1 + period)].Content ? (0, null)
                : (equal + 1, first ?? _calls[^(1 + period)]);
        }
        _contents[call.Content] = _contents.GetValueOrDefault(call.Content) + 1;
        Slide(limits.PlateauWindow);
        if (_calls.Count > 2 * _kept)
        {
            _calls.RemoveRange(0, _calls.Count - _kept);
        }
    }

    private void Slide(int window)
    {
        if (_calls.Count > window && --_contents[_calls[^(window + 1)].Content] == 0)
        {
            _contents.Remove(_calls[^(window + 1)].Content);
        }
        (Low, FirstLow) = Count < window || (double)Different / window >= limits.PlateauShare ? (0, null)
            : (Low + 1, FirstLow ?? _calls[^window]);
    }

    /// <summary>How often the last <paramref name="period"/> calls stand at the end, one time after the other.</summary>
    public long Rounds(int period) => (_runs[period].Equal / period) + 1;

    /// <summary>The first call of those <see cref="Rounds"/>; null when there is one round.</summary>
    public CallMark? FirstOf(int period) => _runs[period].First;

    /// <summary>The last calls, as far as they are kept.</summary>
    public IReadOnlyList<CallMark> Last(long count) => _calls[^(int)Math.Min(count, _calls.Count)..];
}
