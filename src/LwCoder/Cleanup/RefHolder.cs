using LwCoder.Git;

namespace LwCoder.Cleanup;

/// <summary>Where a commit is kept besides lw_coder's own refs.</summary>
internal static class RefHolder
{
    /// <returns>A branch or tag that has the commit; null when there is none.</returns>
    public static async Task<string?> FindAsync(GitCli git, RepositoryFacts facts, string commit, CancellationToken cancel)
    {
        var holders = await git.RunAsync(
            facts.CommonDirectory, cancel, "for-each-ref", "--count=1", "--format=%(refname)", "--contains", commit,
            "refs/heads/", "refs/tags/", "refs/remotes/");
        return holders.Trim() is { Length: > 0 } holder ? holder : null;
    }
}
