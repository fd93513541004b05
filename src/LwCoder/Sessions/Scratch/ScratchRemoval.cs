using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Worktrees;

namespace LwCoder.Sessions.Scratch;

/// <summary>Removes what a scratch session needed: its worktree and its private git directory. Can be repeated.</summary>
internal sealed class ScratchRemoval(ScratchWorktree scratch, Narrator narrator)
{
    public async Task RunAsync(RepositoryFacts facts, RunRecord run, CancellationToken cancel)
    {
        await RemoveWorktreeAsync(facts, run, cancel);
        RemovePrivateGit(run.Directory);
    }

    private async Task RemoveWorktreeAsync(RepositoryFacts facts, RunRecord run, CancellationToken cancel)
    {
        var manifest = run.Manifest;
        try
        {
            var notes = await scratch.RemoveAsync(
                facts, manifest.Worktree, manifest.BaseSha, manifest.Branch, run.Directory.NestedRepositories, cancel);
            foreach (var note in notes)
            {
                narrator.Notice(note);
            }
        }
        catch (Exception failed) when (failed is UserError or IOException or UnauthorizedAccessException)
        {
            narrator.Warn($"the worktree {manifest.Worktree} stays: {failed.Message}");
        }
    }

    /// <summary>It is of no use any more, unless something was committed in it.</summary>
    private void RemovePrivateGit(RunDirectory run)
    {
        if (!run.HasUncollectedCommits)
        {
            return;
        }
        var objects = new DirectoryInfo(Path.Combine(run.GitDirectory, "objects"));
        if (!objects.Exists || objects.EnumerateFiles("*", FolderWalk.Tree).Any(file => file.Name != "alternates"))
        {
            narrator.Notice("the agent used git; what it committed or staged stays in repo-git of the session's folder");
            return;
        }
        PrivateGit.Delete(run.Path);
    }
}
