using LwCoder.Git;

namespace LwCoder.Plans;

/// <summary>What a valid plan file says.</summary>
/// <param name="GitSha">40 hex digits in lower case.</param>
/// <param name="EvaluationNotes">What the result is to be judged by; none of them is blank.</param>
/// <param name="Body">Everything after the front matter, as written. Bytes that are no UTF-8 show as U+FFFD.</param>
/// <param name="Path">The plan file's full path.</param>
internal sealed record Plan(
    PlanId Id,
    string GitSha,
    PlanStatus Status,
    IReadOnlyList<string> EvaluationNotes,
    DateTimeOffset? CreatedAt,
    string? CreatedBy,
    string? Notes,
    string? LinearIssueId,
    string Body,
    string Path)
{
    /// <summary>Stands for "the commit that is HEAD when coding starts"; allowed in a draft only.</summary>
    public const string PlaceholderSha = ObjectId.Zero;

    public bool HasPlaceholderSha => GitSha == PlaceholderSha;
}
