using LwCoder.Agents.Events;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>Claude Code's words for what went wrong: `error`, `api_error` and `api_error_type` in its stream.</summary>
internal static class ClaudeErrors
{
    /// <summary>The class by the finer word, the word, or the HTTP status; null when none of them tells.</summary>
    public static ErrorClass? Classify(string? error, long? status, string? detail = null) => (error, detail) switch
    {
        (_, "usage_limit_reached" or "model_requires_usage_credits" or "long_context_credits_required") => ErrorClass.Limit,
        ("rate_limit" or "rate_limit_error" or "billing_error", _) => ErrorClass.Limit,
        ("authentication_failed" or "authentication_error" or "oauth_org_not_allowed" or "account_on_hold"
            or "verification_required" or "cloud_credential_error", _) => ErrorClass.Login,
        ("overloaded" or "overloaded_error" or "server_error" or "api_error", _) => ErrorClass.Provider,
        _ => ErrorClassifier.FromStatus(status),
    };
}
