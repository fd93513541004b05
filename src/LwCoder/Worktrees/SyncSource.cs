using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>
/// Finds the files to copy. git lists what it does not track: it enters no other repository or worktree and follows no
/// link, and its patterns are those people know.
/// </summary>
internal sealed class SyncSource(GitCli git)
{
    /// <returns>Paths relative to the root, with `/`.</returns>
    /// <exception cref="UserError">A pattern finds nothing, or the files are too large.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(string root, SyncRules rules, CancellationToken cancel)
    {
        var listing = await git.AskAsync(Listing(root, rules.Patterns), cancel);
        if (!listing.Succeeded)
        {
            throw await ExplainAsync(root, rules, cancel) ?? GitCli.Failure(Listing(root, rules.Patterns), listing);
        }
        var files = FilesOf(listing.Output);
        CheckSizes(root, files, rules);
        return files;
    }

    /// <summary>Those there are now, none when the patterns find nothing, whatever their sizes.</summary>
    /// <returns>As of <see cref="ListAsync"/>.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(string root, SyncRules rules, CancellationToken cancel) =>
        rules.Patterns.Count == 0 ? [] : FilesOf(await git.RunAsync(Listing(root, rules.Patterns, complain: false), cancel));

    private static List<string> FilesOf(string listing) =>
        // A folder is another repository, which git names and does not enter.
        [.. listing.Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(path => !path.EndsWith('/'))];

    private static GitCall Listing(string root, IEnumerable<string> patterns, bool complain = true) => new(
        root,
        [
            "ls-files", "--others", "-z", .. complain ? ["--error-unmatch"] : Array.Empty<string>(), "--",
            .. patterns.Select(pattern => $":(top,glob){pattern}"), ":(top,exclude).lw_coder",
        ]);

    private async Task<UserError?> ExplainAsync(string root, SyncRules rules, CancellationToken cancel)
    {
        foreach (var pattern in rules.Patterns)
        {
            if (!(await git.AskAsync(Listing(root, [pattern]), cancel)).Succeeded)
            {
                return new UserError(
                    $"{rules.Source}: [worktree.file_sync] no untracked file in {root} matches {SafeText.QuoteStart(pattern)}",
                    "create the file, or remove the pattern; what git tracks is in the worktree anyway",
                    ExitCode.Environment);
            }
        }
        return null;
    }

    private static void CheckSizes(string root, List<string> files, SyncRules rules)
    {
        var total = 0L;
        foreach (var path in files)
        {
            var file = new FileInfo(Path.Combine(root, path));
            var length = file is { Exists: true, LinkTarget: null } ? file.Length : 0;
            total += length;
            if (length > rules.LargestFile)
            {
                throw TooLarge($"{TerminalText.Label(path)} has {ByteSize.Format(length)}", "max_file_size_mb");
            }
        }
        if (total > rules.LargestTotal)
        {
            throw TooLarge($"the {files.Count} files have {ByteSize.Format(total)} together", "max_total_size_mb");
        }

        UserError TooLarge(string what, string setting) => new(
            $"{rules.Source}: [worktree.file_sync] {what}, more than {setting} allows",
            $"choose narrower patterns, or raise {setting}",
            ExitCode.Environment);
    }
}
