using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>
/// Keeps what an agent had not committed when it was ended: the worktree stays as it is, but others will work in it.
/// </summary>
internal sealed class WorkRescue(GitCli git, RescueRef rescue, Narrator narrator)
{
    /// <summary>Call it when the run's work is collected.</summary>
    public async Task KeepAsync(RepositoryFacts facts, Worktree worktree, RunRecord run, CancellationToken cancel)
    {
        try
        {
            if (await rescue.SaveAsync(new WorktreeGit(git, facts, worktree), run.Directory.Id.Name, cancel) is { } kept)
            {
                run.Update(manifest => manifest with { RescueRef = kept });
                narrator.Notice($"what the agent had not committed is kept at {kept}");
            }
        }
        catch (UserError failed)
        {
            narrator.Warn($"what the agent had not committed is only in the worktree: {failed.Message}");
        }
    }
}
