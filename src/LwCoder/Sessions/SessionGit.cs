using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Sandboxes;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>Makes the git directory that a session gets to see.</summary>
internal sealed class SessionGit(GitCli git)
{
    /// <summary>Where a container shows a worktree and its git directory.</summary>
    public static InsidePaths InContainer { get; } = new(
        ContainerLayout.Workspace, ContainerLayout.PrivateGit, (_, number) => ContainerLayout.Objects(number));

    /// <returns>Null where nothing can be shown in place of the real one.</returns>
    public async Task<PrivateGitMounts?> PrepareAsync(
        SessionContext context, Worktree worktree, string runDirectory, CancellationToken cancel)
    {
        if (!context.Protection.Contained)
        {
            return null;
        }
        var movesPaths = context.Sandbox.MovesPaths;
        var inside = movesPaths ? InContainer : InsidePaths.Host(worktree, runDirectory);
        var pointer = $"{inside.Workspace}/.git";
        if (context.Settings.Get(CodeSettings.Git) == "shared")
        {
            // On the host everything keeps its path, and the worktree's own pointer is right.
            return new(context.Repository.CommonDirectory, [], movesPaths
                ? [(SharedGit.WritePointer(worktree, runDirectory, inside), pointer)]
                : []);
        }
        var own = await PrivateGit.CreateAsync(git, context.Repository, worktree, runDirectory, inside, cancel);
        return new(own.GitDirectory, own.ObjectStores, [(own.PointerFile, pointer), .. own.Masks]);
    }
}
