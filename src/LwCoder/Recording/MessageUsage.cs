using LwCoder.Agents.Events;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording;

/// <summary>
/// Puts what a message has used to the first of its texts, whichever of both is told first. A message that only thinks or calls
/// tools has no row that would be the same in every record of it: what it used is in its session's sums alone.
/// </summary>
internal sealed class MessageUsage
{
    private readonly Dictionary<string, UsageReported> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MessageRow> _said = new(StringComparer.Ordinal);

    /// <returns>The row with what its message has used, where that is known and in no other row.</returns>
    public MessageRow Add(string message, MessageRow row)
    {
        if (!_said.TryAdd(message, row with { ContentPreview = null }))
        {
            return row;
        }
        return _used.Remove(message, out var usage) ? With(row, usage) : row;
    }

    /// <returns>The row that was told before, to be told again; null when there is none yet.</returns>
    public MessageRow? Add(string message, UsageReported usage)
    {
        if (_said.TryGetValue(message, out var row))
        {
            return With(row, usage);
        }
        _used[message] = usage;
        return null;
    }

    private static MessageRow With(MessageRow row, UsageReported usage) => row with
    {
        Cost = usage.Cost,
        TokensIn = usage.Input,
        TokensOut = usage.Output,
        TokensCached = usage.Cached,
    };
}
