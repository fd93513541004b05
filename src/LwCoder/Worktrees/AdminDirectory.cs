using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>
/// The folder `worktrees/&lt;name&gt;` of the host's git directory that belongs to a linked worktree. git chooses its
/// name, and only the file `gitdir` in it says which working tree it is for.
/// </summary>
internal sealed record AdminDirectory(string Path)
{
    /// <summary>What `git worktree add` writes into `locked` until it has finished.</summary>
    private const string Unfinished = "initializing";

    public string Locked => System.IO.Path.Combine(Path, "locked");

    public string Index => System.IO.Path.Combine(Path, "index");

    /// <summary>Of the index, of HEAD and the like: a git is at work, or one was killed.</summary>
    public IReadOnlyList<string> LockFiles => Directory.GetFiles(Path, "*.lock");

    /// <summary>True when a `git worktree add` has not come to its end: it runs still, or it was killed.</summary>
    public bool IsUnfinished => File.Exists(Locked) && File.ReadAllText(Locked).Trim() == Unfinished;

    /// <summary>True when the worktree has that branch checked out.</summary>
    public bool IsOn(string branch)
    {
        var head = System.IO.Path.Combine(Path, "HEAD");
        return File.Exists(head) && File.ReadAllText(head).Trim() == $"ref: {Git.BranchName.ToRef(branch)}";
    }

    public static AdminDirectory? Find(string commonDirectory, string worktreePath)
    {
        var all = System.IO.Path.Combine(commonDirectory, "worktrees");
        if (!Directory.Exists(all))
        {
            return null;
        }
        var pointer = System.IO.Path.Combine(worktreePath, ".git");
        foreach (var directory in Directory.EnumerateDirectories(all))
        {
            var gitdir = System.IO.Path.Combine(directory, "gitdir");
            // Relative since git 2.48 when worktree.useRelativePaths is set.
            if (File.Exists(gitdir)
                && Paths.Same(System.IO.Path.GetFullPath(File.ReadAllText(gitdir).Trim(), directory), pointer))
            {
                return new AdminDirectory(directory);
            }
        }
        return null;
    }

    /// <summary>The commit HEAD was last at according to the reflog; null when there is none.</summary>
    public string? LastHead()
    {
        var log = System.IO.Path.Combine(Path, "logs", "HEAD");
        var last = File.Exists(log) ? File.ReadLines(log).LastOrDefault() : null;
        return last?.Split(' ') is [_, var sha, ..] && Git.ObjectId.IsValid(sha) && sha != Git.ObjectId.Zero ? sha : null;
    }
}
