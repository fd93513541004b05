using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Worktrees;

namespace LwCoder.Cleanup;

/// <summary>
/// git's records of plan worktrees whose folder was deleted. What only the record knows goes to a rescue ref first; the branch
/// stays.
/// </summary>
internal sealed class WorktreeRecordCleaner(GitCli git, RescueRef rescue) : ICleaner
{
    public string Kind => "worktree records";

    public bool IsDebris => true;

    public async Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel)
    {
        if (scope is not { Repository: { } facts, StateFolder: { } state })
        {
            return [];
        }
        var worktrees = Path.Combine(state, "worktrees");
        // Lines, and not -z, which is newer than our oldest git: only a path with a line break suffers, and is kept.
        var listing = await git.RunAsync(facts.CommonDirectory, cancel, "worktree", "list", "--porcelain");
        return
        [
            .. from entry in WorktreeListing.Parse(listing.Replace('\n', '\0'))
               where Paths.IsInside(entry.Path, worktrees) && !Path.Exists(entry.Path) && entry.LockReason is null
               let admin = AdminDirectory.Find(facts.CommonDirectory, entry.Path)
               where admin is not null
               select new Leftover(entry.Path, 0, "the folder was deleted")
               {
                   RemoveAsync = stop => RemoveAsync(facts, entry, admin, stop),
               },
        ];
    }

    private async Task<IReadOnlyList<string>> RemoveAsync(
        RepositoryFacts facts, WorktreeEntry entry, AdminDirectory admin, CancellationToken cancel)
    {
        var planId = Path.GetFileName(entry.Path);
        // A branch that was deleted still stands in the record, as one without a commit.
        var hasBranch = entry is { Branch: not null, Head: { } head } && head != ObjectId.Zero;
        var gone = new GoneWorktree(facts, entry.Path, admin, entry, planId, hasBranch);
        var kept = await new GoneWorktreeRescue(git, rescue).KeepAsync(gone, cancel);
        // Without --force: should the folder be back meanwhile, git refuses unless everything in it is committed.
        await git.RunAsync(facts.CommonDirectory, cancel, "worktree", "remove", entry.Path);
        return kept;
    }
}
