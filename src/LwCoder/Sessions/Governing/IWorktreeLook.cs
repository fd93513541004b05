namespace LwCoder.Sessions.Governing;

/// <summary>What of a worktree tells whether anything has changed in it.</summary>
/// <param name="Content">Differs when the files do.</param>
/// <param name="NewestChange">When a file that differs from the last commit was last written; null when none does.</param>
internal sealed record WorktreeLook(string Content, DateTimeOffset? NewestChange);

/// <summary>Looks at a session's files from outside, while it runs.</summary>
internal interface IWorktreeLook
{
    /// <returns>Null when it cannot be told: then everything may have changed.</returns>
    Task<WorktreeLook?> LookAsync(CancellationToken cancel);
}
