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
        var files = listing.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            // Another repository, which git names and does not enter.
            .Where(path => !path.EndsWith('/'))
            .ToList();
        CheckSizes(root, files, rules);
        return files;
    }

    private static GitCall Listing(string root, IEnumerable<string> patterns) => new(
        root,
        [
            "ls-files", "--others", "-z", "--error-unmatch", "--",
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
