namespace LwCoder.Diagnosis;

/// <summary>What another attempt should do instead, one sentence for each way to go wrong.</summary>
internal static class SuggestedActions
{
    public static string For(FailureCategory category) => category switch
    {
        FailureCategory.StuckOnApproval => "Take every permission as given and carry the work out without asking.",
        FailureCategory.InfiniteRetry => "Find out why it fails before trying again, and take another way.",
        FailureCategory.ScopeCreep => "Make the smallest change that does what the task asks, and nothing beside it.",
        FailureCategory.ContextExhaustion => "Work on one file at a time and read nothing that is not about to be changed.",
        FailureCategory.ModelConfusion => "Take one small step after the other, and check each before the next.",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "another attempt would not help"),
    };
}
