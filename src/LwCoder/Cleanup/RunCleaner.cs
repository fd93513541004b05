using LwCoder.Platform.Files;
using LwCoder.Runs;

namespace LwCoder.Cleanup;

/// <summary>Finished runs, and sessions of `plan`, that are old and whose work is in the repository.</summary>
internal sealed class RunCleaner(TimeProvider time) : ICleaner
{
    public string Kind => "runs";

    public bool IsDebris => false;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Leftover>>(
        [
            .. from sessions in scope.Sessions
               from run in new RunRetention(sessions, time).Expired(scope.OlderThan)
               select new Leftover(run.Id.ToString(), FolderSize.Of(run.Path), "it is old, and its work is in the repository")
               {
                   RemoveAsync = _ =>
                   {
                       RunRetention.Remove(run.Path);
                       return Task.FromResult<IReadOnlyList<string>>([]);
                   },
               },
        ]);
}
