using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// What a plan's branch remembers in the repository's configuration: the base commit (`branch.&lt;id&gt;.lwcoderbase`) and
/// the branch the user was on (`branch.&lt;id&gt;.lwcoderstart`). git forgets both with the branch.
/// </summary>
internal static class BranchRecord
{
    /// <summary>The commit the branch was made from; null when lw_coder did not make it.</summary>
    public static string? BaseOf(RepositoryFacts facts, string planId) => facts.Config[BaseKey(planId)];

    /// <summary>The branch the user was on then; null when HEAD was detached.</summary>
    public static string? StartOf(RepositoryFacts facts, string planId) => facts.Config[StartKey(planId)];

    public static Task WriteAsync(GitCli git, RepositoryFacts facts, StartingPoint start, CancellationToken cancel) =>
        RestoreAsync(git, facts, start.PlanId, start.BaseSha, facts.Branch, cancel);

    /// <summary>For a branch that was removed and comes back.</summary>
    public static async Task RestoreAsync(
        GitCli git, RepositoryFacts facts, string planId, string baseSha, string? startedFrom, CancellationToken cancel)
    {
        await MoveBaseAsync(git, facts, planId, baseSha, cancel);
        if (startedFrom is not null)
        {
            await git.RunAsync(facts.CommonDirectory, cancel, "config", StartKey(planId), startedFrom);
        }
    }

    public static Task MoveBaseAsync(
        GitCli git, RepositoryFacts facts, string planId, string newBase, CancellationToken cancel) =>
        git.RunAsync(facts.CommonDirectory, cancel, "config", BaseKey(planId), newBase);

    private static string BaseKey(string planId) => $"branch.{planId}.lwcoderbase";

    private static string StartKey(string planId) => $"branch.{planId}.lwcoderstart";
}
