using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>The reasons not to use a worktree, each with its fix. A check that finds nothing returns.</summary>
internal static class Refuse
{
    /// <param name="plan">The plan's file as the user knows it, if it is the one to correct.</param>
    public static void UnlessCommit(RepositoryFacts facts, StartingPoint start, string? plan = null)
    {
        if (!start.IsCommit)
        {
            var (reason, fix) = facts.IsShallow
                ? (", which is a shallow clone and may lack it", "git fetch --unshallow; or ")
                : ("", "");
            throw new UserError(
                $"{(plan is null ? "" : $"{plan}: ")}git_sha {start.BaseSha} is not a commit of this repository{reason}",
                $"{fix}write the full commit id that 'git rev-parse HEAD' prints");
        }
    }

    /// <summary>A repository could carry a link here that leads the worktree, and all that is written to it, elsewhere.</summary>
    public static void Links(RepositoryFacts facts, string path)
    {
        for (var folder = path; !Paths.Same(folder, facts.Root); folder = Path.GetDirectoryName(folder)!)
        {
            if (Paths.IsLink(folder))
            {
                throw new UserError(
                    $"{folder} is a link, and worktrees are not made through links", $"replace it by a folder: rm '{folder}'");
            }
        }
    }

    public static void CheckedOutElsewhere(IReadOnlyList<WorktreeEntry> listing, string path, string planId)
    {
        var other = listing.FirstOrDefault(entry => entry.Branch == planId && !entry.IsBare && !Paths.Same(entry.Path, path));
        if (other is { IsPrunable: true })
        {
            throw new UserError(
                $"branch {planId} is checked out at {other.Path}, a folder that is gone",
                "if it was moved: git worktree repair <its new path>; if it was deleted: git worktree prune");
        }
        if (other is not null)
        {
            throw new UserError(
                $"branch {planId} is checked out at {other.Path}, and the plan's worktree {path} needs it",
                $"give the plan another plan_id; or switch to another branch there: git -C '{other.Path}' switch <branch>");
        }
    }

    public static void UnlessFree(string path, bool isFree)
    {
        if (!isFree)
        {
            throw new UserError(
                $"{path} exists but is not a worktree of this repository",
                $"move it away; or, if you moved the repository: git worktree repair '{path}'");
        }
    }

    public static void OtherBranch(string path, string planId, WorktreeEntry? entry)
    {
        if (entry?.Branch != planId)
        {
            var where = entry?.Branch is { } branch ? $"on branch {branch}" : "not on a branch (a rebase may be under way)";
            throw new UserError(
                $"the worktree {path} is {where} instead of {planId}",
                $"git -C '{path}' switch {planId}   (or finish what is under way there)");
        }
    }

    public static void DeletedBranch(string path, StartingPoint start, AdminDirectory admin)
    {
        if (start.BranchTip is null)
        {
            var last = admin.LastHead() ?? start.BaseSha;
            throw new UserError(
                $"branch {start.PlanId} was deleted while its worktree {path} is still there",
                $"bring it back with its commits: git branch {start.PlanId} {last}");
        }
    }

    public static void ForeignPointer(string path)
    {
        var pointer = Path.Combine(path, ".git");
        if (Directory.Exists(pointer) || Paths.IsLink(pointer))
        {
            throw new UserError(
                $"{pointer} is not the file git made there but another repository or a link",
                $"look at it and move it away; the file is then written anew: mv '{pointer}' '{path}.git-moved'");
        }
    }

    public static void Locked(string path, WorktreeEntry? entry)
    {
        if (entry?.LockReason is { } reason)
        {
            throw new UserError(
                $"the folder {path} is gone and its worktree is locked{(reason.Length > 0 ? $" ({reason})" : "")}",
                $"bring the folder back, or: git worktree unlock '{path}'");
        }
    }

    public static void ForeignBranch(StartingPoint start, bool isRecorded)
    {
        if (!isRecorded && start.BranchTip is { } tip && tip != start.BaseSha)
        {
            throw new UserError(
                $"branch {start.PlanId} exists at {ObjectId.Short(tip)} and was not made by lw_coder for this plan",
                $"choose another plan_id, or rename the branch: git branch -m {start.PlanId} <new name>");
        }
    }

    public static void UnlessDescendant(StartingPoint start, bool isDescendant)
    {
        if (!isDescendant)
        {
            throw new UserError(
                $"branch {start.PlanId} at {ObjectId.Short(start.BranchTip!)} does not contain the plan's git_sha "
                + ObjectId.Short(start.BaseSha),
                $"in its worktree: git rebase {ObjectId.Short(start.BaseSha)}; "
                + "or set git_sha back to what the branch started from");
        }
    }
}
