using LwCoder.Cleanup;
using LwCoder.Git;
using LwCoder.Sessions;
using LwCoder.Sessions.Scratch;

namespace LwCoder.Commands.Shared;

/// <summary>Killed sessions that only write a text. What such a session had written is taken over.</summary>
/// <param name="name">Of the sessions, as in <see cref="ScratchRuns.Name"/>.</param>
/// <param name="sweep">Gets the repository and its `.lw_coder`, and takes all of them at once.</param>
internal sealed class KilledSessionCleaner(string name, Func<RepositoryFacts, string, CancellationToken, Task> sweep) : ICleaner
{
    public string Kind => $"{name} sessions";

    public bool IsDebris => true;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Leftover>>(scope is { Repository: { } facts, StateFolder: { } state }
            ?
            [
                .. from run in KilledRuns.Unfinished(new ScratchRuns(state, name).Catalog, name)
                   select new Leftover(run.Directory.Id.ToString(), 0, "its lw_coder was killed")
                   {
                       RemoveAsync = async stop =>
                       {
                           // After the first the next finds nothing to do.
                           await sweep(facts, state, stop);
                           return [];
                       },
                   },
            ]
            : []);
}
