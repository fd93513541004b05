using LwCoder.Agents.Events;

namespace LwCoder.Agents.Kilo;

/// <summary>What Kilo Code's screen shows when something goes wrong.</summary>
internal static class KiloTrouble
{
    /// <returns>Null for what is no trouble.</returns>
    public static ErrorClass? ClassOf(string kind) => kind switch
    {
        "error" or "diff_error" or "rooignore_error" or "shell_integration_warning" or "condense_context_error"
            or "too_many_tools_warning" or "mistake_limit_reached" or "sliding_window_truncation" or "condense_context"
            or "api_req_deleted" => ErrorClass.Other,
        "api_req_retried" or "api_req_retry_delayed" or "api_req_failed" or "invalid_model" => ErrorClass.Provider,
        "api_req_rate_limit_wait" or "payment_required_prompt" or "auto_approval_max_req_reached" => ErrorClass.Limit,
        _ => null,
    };
}
