using LwCoder.Configuration;
using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>What a run changed against its base commit.</summary>
/// <param name="Entries">One for each path, in git's order.</param>
/// <param name="LinkTargets">Where the added or changed symbolic links point, by path.</param>
internal sealed record ChangeSummary(IReadOnlyList<DiffEntry> Entries, IReadOnlyDictionary<string, string> LinkTargets)
{
    public bool IsEmpty => Entries.Count == 0;

    public int Files => Entries.Count;

    public int Insertions => Entries.Sum(entry => entry.Insertions ?? 0);

    public int Deletions => Entries.Sum(entry => entry.Deletions ?? 0);
}

/// <summary>
/// Writes `ai_changes.patch`: everything in a worktree that differs from the base commit, committed or not, new files
/// that are not ignored included, so that `git apply --binary` on a checkout of the base gives the same files.
/// The user's index and object store are not touched.
/// </summary>
internal sealed class ChangePatch(GitCli git)
{
    /// <summary>The user's own settings must not change the format of a file that other programs read.</summary>
    private static readonly string[] Format =
    [
        "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--find-renames", "--submodule=short",
        "--ignore-submodules=none", "--src-prefix=a/", "--dst-prefix=b/", "--unified=3", "--inter-hunk-context=0", "-O/dev/null",
    ];

    /// <param name="excludes">Paths in the worktree, with `/`, of files that are not the agent's work.</param>
    public async Task<ChangeSummary> WriteAsync(
        RepositoryFacts facts, Worktree worktree, string patchPath, IReadOnlyList<string> excludes, CancellationToken cancel)
    {
        using var index = TemporaryIndex.Copy(worktree.GitDirectory);
        var inTree = new WorktreeGit(git, facts, worktree);
        var apart = new Dictionary<string, string?>
        {
            ["GIT_INDEX_FILE"] = index.Path,
            ["GIT_OBJECT_DIRECTORY"] = index.ObjectsDirectory,
            ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = string.Join(
                Path.PathSeparator, AlternateStores.Flatten(facts.ObjectsDirectory).Select(AlternateStores.Quote)),
        };
        // Of the cache only what somebody committed on purpose is a change, and then it must be seen.
        // git fails when it is told to leave out what it ignores anyway, as it does after `init`.
        var ignored = inTree.Call("check-ignore", "--no-index", "--quiet", "--", WorktreeCache.Folder);
        await RunAsync((await git.AskAsync(ignored, cancel)).Succeeded
            ? ["add", "-A", "--", "."]
            : ["add", "-A", "--", ".", $":(top,exclude,literal){WorktreeCache.Folder}"]);
        if (excludes.Count > 0)
        {
            // Not as arguments: there may be more than a command line holds.
            var removal = inTree.Call("update-index", "--force-remove", "-z", "--stdin").With(apart);
            await inTree.RunAsync(removal with { Input = string.Concat(excludes.Select(path => path + "\0")) }, cancel);
        }
        var listing = await RunAsync(
            ["diff", "--cached", .. Format, "--raw", "--no-abbrev", "--numstat", "-z", worktree.BaseSha, "--", "."]);
        var entries = DiffListing.Parse(listing);
        var gitlinks = entries.Where(entry => entry.IsNewGitlink).Select(entry => $":(top,exclude,literal){entry.Path}");
        var temporary = patchPath + ".tmp";
        await RunAsync(
            ["diff", "--cached", .. Format, "--patch", "--binary", "--full-index", $"--output={temporary}", worktree.BaseSha,
                "--", ".", .. gitlinks]);
        File.Move(temporary, patchPath, overwrite: true);
        var kept = entries.Where(entry => !entry.IsNewGitlink).ToList();
        return new ChangeSummary(kept, LinkTargets(worktree.Path, kept));

        Task<string> RunAsync(IReadOnlyList<string> arguments) =>
            inTree.RunAsync(inTree.Call(arguments).With(apart), cancel);
    }

    private static Dictionary<string, string> LinkTargets(string worktree, IEnumerable<DiffEntry> entries) => entries
        .Where(entry => entry.NewMode == DiffEntry.LinkMode)
        .ToDictionary(entry => entry.Path, entry => new FileInfo(Path.Combine(worktree, entry.Path)).LinkTarget ?? "");
}
