using LwCoder.Prompting.Signatures;

namespace LwCoder.Diagnosis.Recoveries;

/// <summary>
/// What a recovery prompt is a function of, for each way to go wrong. Whoever compiles better prompts than the hand-written
/// ones does so against these.
/// </summary>
internal static class RecoverySignatures
{
    /// <summary>The id of a category's prompt among the compiled ones.</summary>
    public static string PromptId(FailureCategory category) => $"fitter-dispatch:{category.Name()}";

    public static Signature For(FailureCategory category) => category == FailureCategory.InfiniteRetry
        ? Signature.Of<RetryRecoveryInput, RecoveryOutput>(Task(category), Name(category))
        : Signature.Of<RecoveryInput, RecoveryOutput>(Task(category), Name(category));

    private static string Name(FailureCategory category) => $"{category.Name()}_recovery";

    private static string Task(FailureCategory category) =>
        "A session of a coding agent went wrong and was ended. Write what the next session, which continues in the same worktree "
        + "and is given the task again, is told first: what happened, why, and what to do instead. "
        + category switch
        {
            FailureCategory.StuckOnApproval =>
                "The session waited for a person's word. Make clear that everything is approved and nobody answers; it is to "
                + "finish, verify, commit and end.",
            FailureCategory.InfiniteRetry =>
                "The session repeated what fails. Name the failing tool, its error and the number of attempts; forbid to "
                + "repeat it; ask for the root cause, a different fix and its verification.",
            FailureCategory.ScopeCreep =>
                "The session changed more than its task. Allow the core of the task only: no refactoring, "
                + "no features, no expansion.",
            FailureCategory.ContextExhaustion =>
                "The session read more than it can hold. Have it work file by file, read nothing it does not edit, commit each "
                + "change, and search nothing broadly.",
            FailureCategory.ModelConfusion =>
                "The session did not know what it wanted. Give a short list of simple steps, and one change at a time.",
            _ => throw new ArgumentOutOfRangeException(nameof(category), category, "another attempt would not help"),
        };
}
