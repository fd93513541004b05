using LwCoder.Git;
using LwCoder.Runs;
using LwCoder.Worktrees;

namespace LwCoder.Cleanup;

/// <summary>
/// What a `finalize` noted of a plan, when it was killed with nothing left to do but forget that. Until then the next one goes
/// on from it, and without a branch that has the work, it alone keeps it.
/// </summary>
internal sealed class LandingRecordCleaner(GitCli git) : ICleaner
{
    public string Kind => "records of finalize";

    public bool IsDebris => true;

    public async Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel)
    {
        if (scope is not { Repository: { } facts, Runs: { } runs })
        {
            return [];
        }
        var found = new List<Leftover>();
        foreach (var record in await LandingRecord.AllAsync(git, facts, cancel))
        {
            if (!RunLease.IsHeld(runs, record.PlanId) && await IsOverAsync(facts, record, cancel)
                && await RefHolder.FindAsync(git, facts, record.Newest, cancel) is { } holder)
            {
                found.Add(new Leftover(record.Name, 0, $"its finalize was killed, and {holder} has the work")
                {
                    RemoveAsync = async stop =>
                    {
                        await record.DeleteAsync(git, facts, stop);
                        return [];
                    },
                });
            }
        }
        return found;
    }

    /// <summary>The plan has neither a worktree nor a branch any more.</summary>
    private async Task<bool> IsOverAsync(RepositoryFacts facts, LandingRefs record, CancellationToken cancel) =>
        !Directory.Exists(WorktreeManager.PathOf(facts, record.PlanId))
            && !(await git.AskAsync(
                new GitCall(facts.CommonDirectory, "rev-parse", "--verify", "--quiet", BranchName.ToRef(record.PlanId)),
                cancel)).Succeeded;
}
