using System.Globalization;
using LwCoder.Git;
using LwCoder.Worktrees;

namespace LwCoder.Cleanup;

/// <summary>
/// Refs under which lw_coder has kept work before it removed something. One goes when a branch or tag has its commit as well,
/// and, only if asked for, when it is old.
/// </summary>
internal sealed class RescueRefCleaner(GitCli git, TimeProvider time) : ICleaner
{
    public string Kind => "rescue refs";

    public bool IsDebris => false;

    public async Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel)
    {
        if (scope.Repository is not { } facts)
        {
            return [];
        }
        var listing = await git.RunAsync(
            facts.CommonDirectory, cancel,
            "for-each-ref", "--format=%(objectname) %(committerdate:unix) %(refname)", RescueRef.Prefix);
        var found = new List<Leftover>();
        foreach (var line in listing.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ', 3) is [var id, var written, var name]
                && await ReasonAsync(scope, facts, id, written, cancel) is { } why)
            {
                found.Add(new Leftover(name, 0, why) { RemoveAsync = stop => RemoveAsync(facts, name, id, stop) });
            }
        }
        return found;
    }

    /// <returns>Null when it stays.</returns>
    private async Task<string?> ReasonAsync(
        CleanupScope scope, RepositoryFacts facts, string id, string written, CancellationToken cancel)
    {
        if (await RefHolder.FindAsync(git, facts, id, cancel) is { } holder)
        {
            return $"{holder} has it as well";
        }
        return scope.RescueRefs
            && long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) > scope.OlderThan
                ? "it is old, and you asked for it"
                : null;
    }

    /// <summary>Only as it was when it was looked at.</summary>
    private async Task<IReadOnlyList<string>> RemoveAsync(
        RepositoryFacts facts, string name, string id, CancellationToken cancel)
    {
        await git.RunAsync(facts.CommonDirectory, cancel, "update-ref", "-d", name, id);
        return [];
    }
}
