namespace LwCoder.Sessions.Governing;

/// <summary>What of a worktree tells whether anything has changed in it.</summary>
/// <param name="Content">Differs when the files do, without those that git ignores.</param>
/// <param name="NewestChange">When a file that differs from the last commit was last written; null when none does.</param>
/// <param name="Ignored">How many files there are that git ignores.</param>
internal sealed record WorktreeLook(string Content, DateTimeOffset? NewestChange, int Ignored = 0)
{
    /// <summary>
    /// Fewer new ones are what a test runner leaves behind; a build or an installation that gets on makes more.
    /// </summary>
    private const int FewFiles = 10;

    /// <summary>Nothing has changed from this look to a later one.</summary>
    public bool IsAsIn(WorktreeLook later) => Content == later.Content && later.Ignored - Ignored < FewFiles;
}

/// <summary>Looks at a session's files from outside, while it runs.</summary>
internal interface IWorktreeLook
{
    /// <returns>Null when it cannot be told: then everything may have changed.</returns>
    Task<WorktreeLook?> LookAsync(CancellationToken cancel);
}
