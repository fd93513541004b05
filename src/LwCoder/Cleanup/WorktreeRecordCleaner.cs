using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Worktrees;

namespace LwCoder.Cleanup;

/// <summary>
/// git's records of our worktrees whose folder was deleted. What only the record knows goes to a rescue ref first; the branch
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
        string[] ours = [Path.Combine(state, StateFolder.Worktrees), Path.Combine(state, StateFolder.PlanTraces)];
        // Lines, and not -z, which is newer than our oldest git: only a path with a line break suffers, and is kept.
        var listing = await git.RunAsync(facts.CommonDirectory, cancel, "worktree", "list", "--porcelain");
        return
        [
            .. from entry in WorktreeListing.Parse(listing.Replace('\n', '\0'))
               where ours.Any(folder => Paths.IsInside(entry.Path, folder))
                   && !Path.Exists(entry.Path) && entry.LockReason is null
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
        var name = NameOf(entry.Path);
        // A branch that was deleted still stands in the record, as one without a commit.
        var hasBranch = entry is { Branch: not null, Head: { } head } && head != ObjectId.Zero;
        var gone = new GoneWorktree(facts, entry.Path, admin, entry, name, hasBranch);
        var kept = name.StartsWith('.')
            ? [] // Of a finalize, which has its state elsewhere.
            : await new GoneWorktreeRescue(git, rescue).KeepAsync(gone, cancel);
        // Without --force: should the folder be back meanwhile, git refuses unless everything in it is committed.
        await git.RunAsync(facts.CommonDirectory, cancel, "worktree", "remove", entry.Path);
        return kept;
    }

    /// <summary>The plan's id; for a session of `plan`, whose worktree lies in its own folder, the session's time.</summary>
    private static string NameOf(string worktree)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(worktree));
        return folder == StateFolder.Worktrees ? Path.GetFileName(worktree) : $"planning-{folder}";
    }
}
