namespace LwCoder.Telemetry.Rows;

/// <summary>How a session or task stands. Completed needs evidence; without any it is unknown.</summary>
internal enum SessionStatus { Running, Completed, Failed, Abandoned, Unknown }

internal static class SessionStatusName
{
    /// <summary>The word in the store.</summary>
    public static string Of(SessionStatus status) => status switch
    {
        SessionStatus.Running => "running",
        SessionStatus.Completed => "completed",
        SessionStatus.Failed => "failed",
        SessionStatus.Abandoned => "abandoned",
        _ => "unknown",
    };
}
