using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// What a finalize is about to do, written before it is done, so that the next one knows how far a killed one came. It also
/// keeps both commits, to which no branch may lead.
/// </summary>
/// <param name="Branch">Where it lands.</param>
/// <param name="Work">The plan's work as one commit.</param>
/// <param name="Landed">The commit that was to come onto the branch.</param>
internal sealed record LandingRecord(string PlanId, string Branch, string Work, string Landed)
{
    private const string Prefix = "refs/lw_coder/finalize/";

    private string WorkRef => $"{Prefix}{PlanId}/work";

    private string LandedRef => $"{Prefix}{PlanId}/landed/{Branch}";

    public static async Task<LandingRecord?> FindAsync(GitCli git, RepositoryFacts facts, string planId, CancellationToken cancel)
    {
        var output = await git.RunAsync(
            facts.CommonDirectory, cancel, "for-each-ref", "--format=%(objectname) %(refname)", $"{Prefix}{planId}/");
        // By name: landed, work.
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var landed, var work]
            ? new LandingRecord(planId, landed[$"{ObjectId.Zero} {Prefix}{planId}/landed/".Length..], work[..40], landed[..40])
            : null;
    }

    /// <summary>Of all plans, also where only a part is left.</summary>
    public static async Task<IReadOnlyList<LandingRefs>> AllAsync(GitCli git, RepositoryFacts facts, CancellationToken cancel)
    {
        var output = await git.RunAsync(
            facts.CommonDirectory, cancel, "for-each-ref", "--format=%(objectname) %(refname)", Prefix);
        return
        [
            .. from line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
               let name = line[41..]
               group (line[..40], name) by name[Prefix.Length..].Split('/')[0] into refs
               select new LandingRefs(refs.Key, [.. refs]),
        ];
    }

    /// <param name="before">The one it takes the place of.</param>
    public Task WriteAsync(GitCli git, RepositoryFacts facts, LandingRecord? before, CancellationToken cancel) =>
        UpdateAsync(git, facts, (before is null || before.Branch == Branch ? "" : $"delete {before.LandedRef}\n")
            + $"update {WorkRef} {Work}\nupdate {LandedRef} {Landed}\n", cancel);

    public Task DeleteAsync(GitCli git, RepositoryFacts facts, CancellationToken cancel) =>
        UpdateAsync(git, facts, $"delete {WorkRef}\ndelete {LandedRef}\n", cancel);

    private static Task<string> UpdateAsync(GitCli git, RepositoryFacts facts, string transaction, CancellationToken cancel) =>
        git.RunAsync(
            new GitCall(facts.CommonDirectory, "update-ref", "--stdin") { Input = $"start\n{transaction}commit\n" }, cancel);
}
