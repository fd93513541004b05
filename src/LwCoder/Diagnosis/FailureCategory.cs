namespace LwCoder.Diagnosis;

/// <summary>What went wrong in a session.</summary>
internal enum FailureCategory
{
    /// <summary>Nothing that can be seen.</summary>
    None,

    // The model's doing: another attempt that is told about it may go better.
    StuckOnApproval,
    InfiniteRetry,
    ScopeCreep,
    ContextExhaustion,
    ModelConfusion,

    // Not the model's doing: telling it something does not help.
    LoginRequired,
    LimitReached,
    ProviderFailed,
    ModelUnavailable,
    BudgetUsedUp,
    SandboxFailed,
    NeedsPerson,
    AgentCrashed,
    AgentHung,
    LwCoderStopped,
    Cancelled,
}

internal static class FailureCategories
{
    public static readonly IReadOnlyList<FailureCategory> OfModel =
    [
        FailureCategory.StuckOnApproval, FailureCategory.InfiniteRetry, FailureCategory.ScopeCreep,
        FailureCategory.ContextExhaustion, FailureCategory.ModelConfusion,
    ];

    /// <summary>As it is stored and printed.</summary>
    public static string Name(this FailureCategory category) => category switch
    {
        FailureCategory.None => "none",
        FailureCategory.StuckOnApproval => "stuck_on_approval",
        FailureCategory.InfiniteRetry => "infinite_retry",
        FailureCategory.ScopeCreep => "scope_creep",
        FailureCategory.ContextExhaustion => "context_exhaustion",
        FailureCategory.ModelConfusion => "model_confusion",
        FailureCategory.LoginRequired => "login_required",
        FailureCategory.LimitReached => "limit_reached",
        FailureCategory.ProviderFailed => "provider_failed",
        FailureCategory.ModelUnavailable => "model_unavailable",
        FailureCategory.BudgetUsedUp => "budget_used_up",
        FailureCategory.SandboxFailed => "sandbox_failed",
        FailureCategory.NeedsPerson => "needs_person",
        FailureCategory.AgentCrashed => "agent_crashed",
        FailureCategory.AgentHung => "agent_hung",
        FailureCategory.LwCoderStopped => "lw_coder_stopped",
        FailureCategory.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, null),
    };

    /// <returns>Null for a word that is none.</returns>
    public static FailureCategory? Parse(string? name)
    {
        foreach (var category in Enum.GetValues<FailureCategory>())
        {
            if (category.Name() == name)
            {
                return category;
            }
        }
        return null;
    }

    public static bool IsOfModel(this FailureCategory category) => OfModel.Contains(category);
}
