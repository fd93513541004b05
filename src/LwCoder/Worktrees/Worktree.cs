namespace LwCoder.Worktrees;

/// <summary>The working tree of one plan, ready for work.</summary>
/// <param name="Path">`.lw_coder/worktrees/&lt;plan_id&gt;`, absolute.</param>
/// <param name="GitDirectory">Its own part of the host repository's git directory: HEAD and index.</param>
/// <param name="Branch">The plan's id.</param>
/// <param name="BaseSha">The commit the plan starts from; a run's changes are counted against it.</param>
/// <param name="Tip">The branch's commit now.</param>
/// <param name="StartedFrom">The branch the user was on when the worktree was made; null when HEAD was detached.</param>
/// <param name="Created">True when the folder was made or made anew just now.</param>
/// <param name="Notes">What had to be put right, one sentence each; to be shown to the user.</param>
internal sealed record Worktree(
    string Path, string GitDirectory, string Branch, string BaseSha, string Tip, string? StartedFrom, bool Created,
    IReadOnlyList<string> Notes)
{
    public string PointerPath => System.IO.Path.Combine(Path, ".git");
}
