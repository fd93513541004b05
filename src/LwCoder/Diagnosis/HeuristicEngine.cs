using LwCoder.Diagnosis.Rules;

namespace LwCoder.Diagnosis;

/// <summary>
/// Rules in a fixed order, each with a fixed confidence. A later one is believed before an earlier one only when it is surer, so
/// that of equal ones the first counts.
/// </summary>
internal static class HeuristicEngine
{
    /// <summary>To tell what was decided how, when rules change.</summary>
    public const string Version = "rules-2";

    /// <param name="killedBy">The governor's detector; null when it ended nothing.</param>
    /// <param name="changed">The files that the session has changed, as far as that is known.</param>
    public static Finding Diagnose(SessionParts session, string? killedBy, IReadOnlyList<string>? changed = null)
    {
        Finding?[] findings =
        [
            StuckOnApproval.Find(session),
            InfiniteRetry.Find(session, killedBy),
            ContextExhaustion.Find(session, killedBy),
            ScopeCreep.Find(session, changed ?? []),
            ModelConfusion.Find(session),
        ];
        Finding? best = null;
        foreach (var finding in findings)
        {
            if (finding is not null && (best is null || finding.Confidence > best.Confidence))
            {
                best = finding;
            }
        }
        return best ?? ModelConfusion.Fallback;
    }
}
