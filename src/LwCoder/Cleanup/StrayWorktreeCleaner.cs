using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Runs;
using LwCoder.Worktrees;

namespace LwCoder.Cleanup;

/// <summary>
/// What a `finalize` or `abandon` that was killed left beside the plans' worktrees: the checkout it joined the work in, or a
/// worktree it was deleting. Everything in them is kept elsewhere by then.
/// </summary>
internal sealed class StrayWorktreeCleaner(WorkRemoval removal) : ICleaner
{
    public string Kind => "stray worktrees";

    public bool IsDebris => true;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Leftover>>(scope is { Repository: { } facts, StateFolder: { } state, Runs: { } runs }
            ?
            [
                .. from folder in Folders(Path.Combine(state, StateFolder.Worktrees))
                   where !RunLease.IsHeld(runs, WorkRemoval.PlanOfStray(folder)!)
                   select new Leftover(folder, FolderSize.Of(folder), "its finalize or abandon was killed")
                   {
                       RemoveAsync = stop => removal.RemoveStrayAsync(facts, folder, stop),
                   },
            ]
            : []);

    private static IEnumerable<string> Folders(string parent) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent, ".*").Where(folder => WorkRemoval.PlanOfStray(folder) is not null)
            .Order(StringComparer.Ordinal)
        : [];
}
