namespace LwCoder.Git;

/// <summary>One worktree as `git worktree list` knows it.</summary>
/// <param name="Path">Absolute, as git recorded it; the folder may be gone.</param>
/// <param name="Head">The commit, 40 zeros on an unborn branch, null for a bare main repository.</param>
/// <param name="Branch">Without `refs/heads/`; null when detached.</param>
/// <param name="LockReason">Null when not locked, empty when locked without a reason.</param>
internal sealed record WorktreeEntry(
    string Path, string? Head, string? Branch, bool IsBare, string? LockReason, bool IsPrunable);

internal static class WorktreeListing
{
    /// <summary>
    /// `-z` came with git 2.36; before it the same listing has lines, and only a path with a line break suffers.
    /// </summary>
    public static async Task<IReadOnlyList<WorktreeEntry>> AskAsync(GitCli git, RepositoryFacts facts, CancellationToken cancel)
    {
        var output = await git.AskAsync(new GitCall(facts.CommonDirectory, "worktree", "list", "--porcelain", "-z"), cancel);
        return Parse(output.Succeeded
            ? output.Output
            : (await git.RunAsync(facts.CommonDirectory, cancel, "worktree", "list", "--porcelain")).Replace('\n', '\0'));
    }

    /// <summary>
    /// Reads `worktree list --porcelain -z`: attributes end with NUL, entries with one more. The main worktree is first.
    /// </summary>
    public static IReadOnlyList<WorktreeEntry> Parse(string porcelain)
    {
        var entries = new List<WorktreeEntry>();
        foreach (var attribute in porcelain.Split('\0'))
        {
            var space = attribute.IndexOf(' ', StringComparison.Ordinal);
            var name = space < 0 ? attribute : attribute[..space];
            var value = space < 0 ? "" : attribute[(space + 1)..];
            if (name == "worktree")
            {
                entries.Add(new WorktreeEntry(System.IO.Path.GetFullPath(value), null, null, false, null, false));
            }
            else if (entries.Count > 0)
            {
                entries[^1] = With(entries[^1], name, value);
            }
        }
        return entries;
    }

    private static WorktreeEntry With(WorktreeEntry entry, string name, string value) => name switch
    {
        "HEAD" => entry with { Head = value },
        "branch" => entry with { Branch = BranchName.FromRef(value) ?? value },
        "bare" => entry with { IsBare = true },
        "locked" => entry with { LockReason = value },
        "prunable" => entry with { IsPrunable = true },
        _ => entry,
    };
}
