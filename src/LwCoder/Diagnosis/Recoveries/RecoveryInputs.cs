using System.Globalization;
using LwCoder.Configuration;

namespace LwCoder.Diagnosis.Recoveries;

/// <summary>What every recovery prompt is made from.</summary>
internal record RecoveryInput(string SessionId, string Summary, string SuggestedAction, string ToolActivity);

/// <summary>What the one for <see cref="FailureCategory.InfiniteRetry"/> has besides.</summary>
internal sealed record RetryRecoveryInput(
    string SessionId, string Summary, string SuggestedAction, string ToolActivity, string LastError, string FailingTool,
    int RetryCount) : RecoveryInput(SessionId, Summary, SuggestedAction, ToolActivity);

/// <param name="RecoveryPrompt">What the next session is told before its task.</param>
internal sealed record RecoveryOutput(string RecoveryPrompt);

/// <summary>
/// Makes the inputs out of a diagnosis. What comes from the session, such as an error's text, becomes one quoted line in which
/// nothing can end the quotation; all else is in our words.
/// </summary>
internal static class RecoveryInputs
{
    private const int MostTools = 10;

    /// <summary>Characters; an error is already cut to fewer.</summary>
    private const int LongestQuote = 400;

    private const int DefaultAttempts = 3;

    public static RecoveryInput Of(DiagnosisReport report)
    {
        var (session, finding) = (SafeText.QuoteStart(report.Session), report.Finding);
        var activity = ActivityOf(report.Patterns);
        var summary = finding.Summary + (report.Kill is { } kill ? $"; lw_coder then ended the session, since {kill.Words}" : "");
        return report.Category == FailureCategory.InfiniteRetry
            ? new RetryRecoveryInput(
                session, summary, finding.SuggestedAction, activity,
                SafeText.QuoteStart(finding.Failing?.Error ?? "unknown error", LongestQuote),
                SafeText.QuoteStart(finding.Failing?.Tool ?? "unknown tool"),
                finding.Failing is { Attempts: > 0 and var attempts } ? attempts : DefaultAttempts)
            : new RecoveryInput(session, summary, finding.SuggestedAction, activity);
    }

    /// <summary>By the names that templates give them.</summary>
    public static IReadOnlyDictionary<string, string> ByName(RecoveryInput input)
    {
        var values = new Dictionary<string, string>
        {
            ["session_id"] = input.SessionId,
            ["summary"] = input.Summary,
            ["suggested_action"] = input.SuggestedAction,
            ["tool_activity"] = input.ToolActivity,
        };
        if (input is RetryRecoveryInput retry)
        {
            values["last_error"] = retry.LastError;
            values["failing_tool"] = retry.FailingTool;
            values["retry_count"] = retry.RetryCount.ToString(CultureInfo.InvariantCulture);
        }
        return values;
    }

    /// <summary>The tools used most, a line each.</summary>
    private static string ActivityOf(IReadOnlyList<ToolPattern> patterns) => patterns.Count == 0
        ? "  no tools were called"
        : string.Join('\n', patterns.Take(MostTools).Select(pattern => string.Create(
            CultureInfo.InvariantCulture,
            $"  - {pattern.Tool}: {pattern.Count} calls{(pattern.ErrorCount > 0 ? $" ({pattern.ErrorCount} errors)" : "")}")));
}
