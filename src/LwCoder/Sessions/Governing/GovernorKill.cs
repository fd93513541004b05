namespace LwCoder.Sessions.Governing;

/// <summary>Why the governor ends a session.</summary>
/// <param name="Detector">cost_overflow, step_overflow, token_overflow, tool_cycle, cache_plateau or stall.</param>
/// <param name="Reason">For people, without a full stop.</param>
/// <param name="Evidence">The events that show it, by their sequence numbers.</param>
internal sealed record GovernorKill(string Detector, string Reason, IReadOnlyList<long> Evidence);
