namespace LwCoder.Git;

/// <summary>What is true of the repository a command was started in. All paths are absolute and free of links.</summary>
internal sealed record RepositoryFacts
{
    /// <summary>The main worktree, whose `.lw_coder` is used wherever in the repository the user stands.</summary>
    public required string Root { get; init; }

    /// <summary>The worktree the user stands in: <see cref="Root"/> or a linked one.</summary>
    public required string CurrentWorktree { get; init; }

    /// <summary>Objects, refs and configuration: `.git`, or `.git/modules/x` of a submodule's superproject.</summary>
    public required string CommonDirectory { get; init; }

    /// <summary>The commit checked out where the user stands, 40 hex digits.</summary>
    public required string Head { get; init; }

    /// <summary>The branch the user is on, without `refs/heads/`; null when HEAD is detached.</summary>
    public required string? Branch { get; init; }

    public required bool IsShallow { get; init; }

    public required GitConfig Config { get; init; }

    /// <summary>Where the user's own ignore rules and this clone's are; they need not exist.</summary>
    public required IReadOnlyList<string> IgnoreFiles { get; init; }

    public string ObjectsDirectory => Path.Combine(CommonDirectory, "objects");
}
