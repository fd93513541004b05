using LwCoder.Runs;

namespace LwCoder.Diagnosis;

/// <summary>What to type after a run.</summary>
internal static class NextStep
{
    /// <param name="category">Null when nobody has diagnosed it.</param>
    public static string After(RunManifest run, FailureCategory? category)
    {
        var again = $"lw_coder code {run.PlanId}";
        return category switch
        {
            _ when run.Outcome is null => $"lw_coder runs show {run.RunId}",
            FailureCategory.None => $"lw_coder runs diff {run.RunId}",
            FailureCategory.LoginRequired => $"log {run.Tool} in, then: {again}",
            FailureCategory.LimitReached or FailureCategory.ProviderFailed => $"later: {again}",
            FailureCategory.NeedsPerson => $"in a terminal: {again}",
            FailureCategory.SandboxFailed or FailureCategory.AgentCrashed => "lw_coder doctor",
            null when run.Outcome == "completed" => $"lw_coder runs diff {run.RunId}",
            null => $"lw_coder diagnose {run.RunId}",
            FailureCategory.Cancelled => again,
            _ => $"lw_coder recover {run.RunId}",
        };
    }
}
