using LwCoder.Cleanup;
using LwCoder.Sessions;

namespace LwCoder.Commands.Planning;

/// <summary>Sessions of `plan` that were killed. A plan that such a session had written is taken over.</summary>
internal sealed class KilledPlanningCleaner(PlanSweep sweep) : ICleaner
{
    public string Kind => "planning sessions";

    public bool IsDebris => true;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Leftover>>(scope is { Repository: { } facts, StateFolder: { } state }
            ?
            [
                .. from run in KilledRuns.Unfinished(new PlanningRuns(state).Catalog, PlanningRuns.Unnamed)
                   select new Leftover(run.Directory.Id.ToString(), 0, "its lw_coder was killed")
                   {
                       RemoveAsync = async stop =>
                       {
                           // All of them at once; then the next finds nothing to do.
                           await sweep.RunAsync(facts, new PlanningRuns(state), stop);
                           return [];
                       },
                   },
            ]
            : []);
}
