using LwCoder.Agents.Events;

namespace LwCoder.Recording;

/// <summary>
/// What a conversation has used: each message once, by its id, however often it is told. An agent's own total of the whole
/// session
/// counts instead, and has the subagents in it.
/// </summary>
internal sealed class UsageSum
{
    private static readonly UsageReported Nothing = new(null, 0, 0, 0, null, CostSource.Unknown);

    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);
    private UsageReported _messages = Nothing;
    private UsageReported? _whole;

    /// <returns>False for a message that is counted already.</returns>
    public bool Add(UsageReported usage)
    {
        if (usage.Id is not { } id)
        {
            // A resumed session tells a new, larger total; messages before it are in it.
            _whole = usage;
            return true;
        }
        if (!_counted.Add(id))
        {
            return false;
        }
        _messages = Sum(_messages, usage, 1);
        return true;
    }

    /// <summary>Its own part.</summary>
    public UsageReported Without(IEnumerable<UsageSum> children) =>
        _whole is null ? _messages : children.Aggregate(_whole, (rest, child) => Sum(rest, child._messages, -1));

    private static UsageReported Sum(UsageReported one, UsageReported other, int sign) => one with
    {
        Input = Math.Max(0, one.Input + sign * other.Input),
        Output = Math.Max(0, one.Output + sign * other.Output),
        Cached = Math.Max(0, one.Cached + sign * other.Cached),
        Reasoning = Math.Max(0, one.Reasoning + sign * other.Reasoning),
        Cost = other.Cost is null ? one.Cost : Math.Max(0, (one.Cost ?? 0) + sign * other.Cost.Value),
        CostSource = one.CostSource == CostSource.Unknown ? other.CostSource : one.CostSource,
    };
}
