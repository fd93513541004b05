using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;

namespace LwCoder.Diagnosis;

/// <summary>What the governor saw when it ended a session: its word, and the calls, answers or errors it pointed at.</summary>
internal static class KillEvidence
{
    /// <summary>Different calls that are told one by one; a cycle has no more.</summary>
    private const int MostCalls = 6;

    public static IReadOnlyList<Evidence> Of(EndedSession session, SessionParts parts)
    {
        if (session.Kill is not { } kill)
        {
            return [];
        }
        var shown = parts.ShownByGovernor;
        var errors = session.Events.OfType<SessionError>().Where(error => kill.Evidence.Contains(error.Sequence)).ToList();
        return
        [
            new Evidence(
                $"the governor's word ({kill.Detector})", 1, kill.Sequence > 0 ? [kill.Sequence] : [], Evidence.Cut(kill.Text)),
            .. shown.Where(part => part.Use is not null)
                .GroupBy(part => part.Call)
                .OrderByDescending(group => group.Count())
                .Take(MostCalls)
                .Select(group => Evidence.Of(
                    $"calls that were the same ({group.First().Kind.Name()})", [.. group], group.Last().CallAndResult)),
            .. shown.Where(part => part.Use is null).ToList() is { Count: > 0 } talk
                ? [Evidence.Of("answers without a tool call", talk, talk[^1].Text)]
                : Array.Empty<Evidence>(),
            .. errors is [.., var last]
                ? [new Evidence(
                    "errors meanwhile", errors.Count, [.. errors.Select(error => error.Sequence)], Evidence.Cut(last.Text))]
                : Array.Empty<Evidence>(),
        ];
    }
}
