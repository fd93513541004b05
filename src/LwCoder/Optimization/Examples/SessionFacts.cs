namespace LwCoder.Optimization.Examples;

/// <summary>A session in numbers. Time is that of its events, never that of their arrival in the store.</summary>
internal sealed record SessionFacts
{
    public required string Status { get; init; }

    public required decimal CostUsd { get; init; }

    public required bool? CardPassed { get; init; }

    public required IReadOnlyList<string> FailingGates { get; init; }

    public required string? KilledBy { get; init; }

    public required double Minutes { get; init; }

    /// <summary>Messages of the agent and tool calls.</summary>
    public required int Activity { get; init; }

    public required int Calls { get; init; }

    public required int Reads { get; init; }

    public required int Edits { get; init; }

    /// <summary>Commands, tests among them.</summary>
    public required int Shells { get; init; }

    public required int DistinctTools { get; init; }

    /// <summary>Calls that came back.</summary>
    public required int Returned { get; init; }

    /// <summary>The share of its steps that came to their end; without any step, whether it came to its own end.</summary>
    public double Completion => Calls > 0 ? (double)Returned / Calls : Status == "completed" ? 1 : 0;

    public static SessionFacts Of(StoredSession session)
    {
        var times = session.Calls.Select(call => call.At).Concat(session.Messages.Select(message => message.At)).ToList();
        int Count(params ReadOnlySpan<string> kinds)
        {
            var count = 0;
            foreach (var call in session.Calls)
            {
                count += kinds.Contains(call.Kind) ? 1 : 0;
            }
            return count;
        }

        return new SessionFacts
        {
            Status = session.Status,
            CostUsd = session.CostUsd,
            CardPassed = session.CardPassed,
            FailingGates = [.. session.Gates.Where(gate => !gate.Value).Select(gate => gate.Key).Order(StringComparer.Ordinal)],
            KilledBy = session.KilledBy,
            Minutes = times.Count == 0 ? 0 : TimeSpan.FromMilliseconds(times.Max() - times.Min()).TotalMinutes,
            Activity = session.Calls.Count + session.Messages.Count(message => message.Role == "assistant"),
            Calls = session.Calls.Count,
            Reads = Count("read", "search"),
            Edits = Count("edit"),
            Shells = Count("shell", "test"),
            DistinctTools = session.Calls.Select(call => call.Tool).Distinct(StringComparer.Ordinal).Count(),
            Returned = session.Calls.Count(call => call.HasReturned),
        };
    }
}
