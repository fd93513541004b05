namespace LwCoder.Worktrees;

/// <summary>What the repository knows of a plan's names: its commit and its branch.</summary>
/// <param name="BaseSha">The plan's git_sha, lower case.</param>
/// <param name="IsCommit">False when no such object is here or it is not a commit.</param>
/// <param name="BranchTip">Where exactly `refs/heads/&lt;plan_id&gt;` is; null when there is no such branch.</param>
internal sealed record StartingPoint(string PlanId, string BaseSha, bool IsCommit, string? BranchTip);
