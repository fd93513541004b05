namespace LwCoder.Plans;

/// <summary>Where a plan stands. In the file it is the name in lower case.</summary>
internal enum PlanStatus
{
    /// <summary>Being written; the only status in which git_sha may be the placeholder.</summary>
    Draft,
    Ready,
    /// <summary>An agent is working on it.</summary>
    Coding,
    /// <summary>An agent has finished and a person has not yet taken the result over.</summary>
    Implemented,
    Done,
    Abandoned,
}

internal static class PlanStatusWords
{
    public const string All = "draft, ready, coding, implemented, done or abandoned";

    public static string ToWord(this PlanStatus status) => status switch
    {
        PlanStatus.Draft => "draft",
        PlanStatus.Ready => "ready",
        PlanStatus.Coding => "coding",
        PlanStatus.Implemented => "implemented",
        PlanStatus.Done => "done",
        PlanStatus.Abandoned => "abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>Reads a status in any case, and `review`, the old word for implemented; null for any other text.</summary>
    public static PlanStatus? Parse(string text) => text.ToLowerInvariant() switch
    {
        "draft" => PlanStatus.Draft,
        "ready" => PlanStatus.Ready,
        "coding" => PlanStatus.Coding,
        "implemented" or "review" => PlanStatus.Implemented,
        "done" => PlanStatus.Done,
        "abandoned" => PlanStatus.Abandoned,
        _ => null,
    };
}
