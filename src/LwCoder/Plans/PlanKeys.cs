using LwCoder.FrontMatters;

namespace LwCoder.Plans;

/// <summary>The keys of a plan's front matter.</summary>
internal static class PlanKeys
{
    public const string PlanId = "plan_id";
    public const string GitSha = "git_sha";
    public const string Status = "status";
    public const string EvaluationNotes = "evaluation_notes";
    public const string CreatedAt = "created_at";
    public const string CreatedBy = "created_by";
    public const string Notes = "notes";
    public const string LinearIssueId = "linear_issue_id";

    public static readonly FileKind Kind = new("plan", "plan_id, git_sha and status");

    public static readonly string[] Required = [PlanId, GitSha, Status];

    public static readonly string[] All =
        [PlanId, GitSha, Status, EvaluationNotes, CreatedAt, CreatedBy, Notes, LinearIssueId];

    /// <summary>A line that shows how a required key is written.</summary>
    public static string Example(string key) => key switch
    {
        PlanId => "plan_id: my-feature",
        GitSha => $"git_sha: \"{Plan.PlaceholderSha}\"",
        Status => "status: draft",
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
    };
}
