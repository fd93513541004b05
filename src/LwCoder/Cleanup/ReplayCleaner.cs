using LwCoder.Platform.Files;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Cleanup;

/// <summary>Copies of the repository that a comparison which was killed has left. What its replays came to stays.</summary>
internal sealed class ReplayCleaner : ICleaner
{
    public string Kind => "replays";

    public bool IsDebris => true;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel)
    {
        var found = new List<Leftover>();
        foreach (var comparison in scope.StateFolder is { } state ? ComparisonFolder.In(state) : [])
        {
            using var alone = comparison.TryLock();
            if (alone is not null && !comparison.IsElsewhere)
            {
                found.AddRange(comparison.Unfinished().Select(replay =>
                    new Leftover(replay.Path, FolderSize.Of(replay.Path), "its comparison was killed")
                    {
                        RemoveAsync = _ => Remove(comparison, replay),
                    }));
            }
        }
        return Task.FromResult<IReadOnlyList<Leftover>>(found);
    }

    private static Task<IReadOnlyList<string>> Remove(ComparisonFolder comparison, ReplayFolder replay)
    {
        using var alone = comparison.TryLock()
            ?? throw new UserError($"{comparison.Id} is under way again", "wait for it");
        return replay.TryClear()
            ? Task.FromResult<IReadOnlyList<string>>([])
            : throw new UserError($"{replay.Path} cannot be removed", "see whose files are in it");
    }
}
