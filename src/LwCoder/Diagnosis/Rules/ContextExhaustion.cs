using System.Globalization;
using LwCoder.Sessions.Governing;

namespace LwCoder.Diagnosis.Rules;

/// <summary>The agent takes in more than it can hold: it reads and reads, or reads the same again.</summary>
internal static class ContextExhaustion
{
    private const int FewestReads = 10;
    private const double ReadShare = 0.7;

    /// <param name="killedBy">The governor's detector; null when it ended nothing.</param>
    public static Finding? Find(SessionParts session, string? killedBy)
    {
        var reads = session.Tools.Where(part => part.IsRead).ToList();
        if (killedBy == CachePlateau.Detector)
        {
            return new Finding(
                FailureCategory.ContextExhaustion, 0.90, "the agent kept taking in what it had seen before",
                SuggestedActions.For(FailureCategory.ContextExhaustion),
                [Evidence.Of("reads", reads)]);
        }
        return reads.Count >= FewestReads && (double)reads.Count / session.Tools.Count > ReadShare
            ? new Finding(
                FailureCategory.ContextExhaustion, 0.70,
                string.Create(CultureInfo.InvariantCulture, $"{reads.Count} of {session.Tools.Count} tool calls only read"),
                SuggestedActions.For(FailureCategory.ContextExhaustion),
                [Evidence.Of("reads", reads)])
            : null;
    }
}
