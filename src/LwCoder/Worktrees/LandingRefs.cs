using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>The refs of one <see cref="LandingRecord"/>, of which a killed git may have left one.</summary>
/// <param name="Refs">Each with the commit it had when it was looked at; the landed one first.</param>
internal sealed record LandingRefs(string PlanId, IReadOnlyList<(string Commit, string Ref)> Refs)
{
    /// <summary>What was to land, or else the work it was made of.</summary>
    public string Newest => Refs[0].Commit;

    public string Name => Refs[0].Ref;

    /// <summary>Only as they were when they were looked at.</summary>
    public Task DeleteAsync(GitCli git, RepositoryFacts facts, CancellationToken cancel) => git.RunAsync(
        new GitCall(facts.CommonDirectory, "update-ref", "--stdin")
        {
            Input = $"start\n{string.Concat(Refs.Select(one => $"delete {one.Ref} {one.Commit}\n"))}commit\n",
        },
        cancel);
}
