namespace LwCoder.Diagnosis.Rules;

/// <summary>The agent talks instead of working, as one does who waits for a word of a person that nobody will say.</summary>
internal static class StuckOnApproval
{
    private const int FewestParts = 5;
    private const int MuchTalk = 7;
    private const int FewTools = 2;

    private static readonly string[] Words = ["permission", "approve", "confirm", "proceed", "allow"];

    public static Finding? Find(SessionParts session)
    {
        if (session.All.Count < FewestParts)
        {
            return null;
        }
        var last = session.Last10;
        var tools = last.Count(part => part.IsTool);
        var talk = last.Where(part => !part.IsTool).ToList();
        if (talk.Count >= MuchTalk && tools == 0)
        {
            return new Finding(
                FailureCategory.StuckOnApproval, 0.75,
                $"the agent ended up only talking: none of its last {last.Count} parts called a tool",
                SuggestedActions.For(FailureCategory.StuckOnApproval),
                [Evidence.Of("parts without a tool call at the end", talk, talk[^1].Said)]);
        }
        var asking = talk
            .Where(part => Array.Exists(Words, word => part.Said.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .ToList();
        return asking.Count > 0 && tools <= FewTools
            ? new Finding(
                FailureCategory.StuckOnApproval, 0.65,
                "the agent seems to wait for a permission or a confirmation",
                SuggestedActions.For(FailureCategory.StuckOnApproval),
                [Evidence.Of("texts that speak of permission near the end", asking, asking[^1].Said)])
            : null;
    }
}
