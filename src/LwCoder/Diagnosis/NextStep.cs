using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Governing;

namespace LwCoder.Diagnosis;

/// <summary>What to type after a run.</summary>
internal static class NextStep
{
    /// <param name="category">Null when nobody has diagnosed it.</param>
    public static string After(RunManifest run, FailureCategory? category)
    {
        var again = $"lw_coder code {run.PlanArgument}";
        // Whatever else was wrong: with the same budget it would end there again.
        var raise = SpentSetting(run) is { } setting ? $"raise {setting}, then: " : "";
        return category switch
        {
            FailureCategory.None => $"lw_coder runs diff {run.RunId}",
            FailureCategory.LoginRequired => $"{(run.Tool == "mini" ? "correct the key" : $"log {run.Tool} in")}, then: {again}",
            FailureCategory.LimitReached => $"once the limit is lifted: {again}",
            FailureCategory.ProviderFailed => $"later: {again}",
            FailureCategory.ModelUnavailable when run.EndedBy != EndedBy.NotConfigured.Word() => $"{again} --model <another>",
            FailureCategory.NeedsPerson => $"in a terminal: {again}",
            FailureCategory.ModelUnavailable or FailureCategory.SandboxFailed or FailureCategory.AgentCrashed =>
                "lw_coder doctor",
            FailureCategory.BudgetUsedUp => (raise.Length > 0 ? raise : "raise the limit it reached, then: ") + again,
            FailureCategory.LwCoderStopped or FailureCategory.AgentHung or FailureCategory.Cancelled => again,
            null when run.Outcome == "completed" => $"lw_coder runs diff {run.RunId}",
            null => run.Outcome is null ? $"lw_coder runs show {run.RunId}" : $"lw_coder diagnose {run.RunId}",
            _ => $"{raise}lw_coder recover {run.RunId}",
        };
    }

    /// <returns>What would have to be raised; null when no budget ended the run.</returns>
    private static string? SpentSetting(RunManifest run) =>
        run.KilledBy is { } detector ? BudgetDetectors.SettingOf(detector) is { } budget ? $"{budget} of [governor]" : null
        : run.EndedBy == EndedBy.SessionTimeout.Word() ? "session_timeout"
        : null;
}
