using LwCoder.Diagnosis;
using static LwCoder.Optimization.Recovery.RecoveryElement;

namespace LwCoder.Optimization.Recovery;

/// <summary>What a recovery prompt has to say, for each way to go wrong. Words stand for meanings, which is a proxy.</summary>
internal static class RecoveryElements
{
    private static readonly RecoveryElement[] Common =
    [
        HasPlace("summary", "what went wrong"),
        HasPlace("tool_activity", "what was done with which tools"),
        HasPlace("suggested_action", "what to do instead"),
        Says("begins with the work that is already there", @"git (status|diff)|already in|is there|left it|unfinished"),
        Says("asks to check the result", @"\b(verif|check|tests?\b)"),
        Says("asks to commit", @"\bcommit"),
        Says("says when to end", @"\b(end|ends|stop|finish)\b"),
        Says("says what to do if it cannot be done", @"out of your reach|\bcannot\b|can't|impossible|blocked|say so"),
    ];

    public static IReadOnlyList<RecoveryElement> Of(FailureCategory category) =>
        [.. Common, .. Particular(category).Select(element => element with { Weight = 2 })];

    private static RecoveryElement[] Particular(FailureCategory category) => category switch
    {
        FailureCategory.StuckOnApproval =>
        [
            Says("says that everything is approved", @"approved|allowed|permissions? (is|are) (given|granted)"),
            Says("says that nobody will answer", @"nobody|no one|no person|never ask|(do not|don't|without) (ask|wait)"),
        ],
        FailureCategory.InfiniteRetry =>
        [
            HasPlace("failing_tool", "the tool that fails"),
            HasPlace("last_error", "its last error"),
            HasPlace("retry_count", "how often it failed"),
            Says("forbids to repeat the failing call", @"(not|never|don't|stop|instead of) (to )?(repeat|retry)|no (more )?retr"),
            Says("asks for the cause", @"root cause|\bcause\b|\bwhy\b"),
            Says("asks for another way", @"different|another|other (way|means)|alternative"),
        ],
        FailureCategory.ScopeCreep =>
        [
            Says("keeps to the core of the task", @"\bonly\b|\bcore\b|minimal|smallest"),
            Says("forbids refactoring", @"refactor"),
            Says("forbids new features", @"feature"),
            Says("takes back what the task does not need", @"take back|revert|undo|restore"),
        ],
        FailureCategory.ContextExhaustion =>
        [
            Says("works file by file", @"(one|single|first) file|file by file|next file"),
            Says("reads only what is changed", @"read (only|nothing)|only (read|what)|no file you"),
            Says("forbids broad searches", @"broad|whole (project|repository|tree)"),
            Says("commits each change", @"commits? (for )?(each|every)|(each|every) change[^.]*commit|one commit"),
        ],
        FailureCategory.ModelConfusion =>
        [
            Says("gives numbered steps", @"^\s*1[.)]"),
            Says("makes one change at a time", @"one change|one step|single change|one small"),
            Says("keeps what works", @"keep|stays|do not go back|don't undo"),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "another attempt would not help"),
    };
}
