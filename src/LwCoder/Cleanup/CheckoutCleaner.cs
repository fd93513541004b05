using LwCoder.Evaluation.TestRuns;
using LwCoder.Platform.Files;

namespace LwCoder.Cleanup;

/// <summary>Checkouts of tests whose `eval` was killed.</summary>
internal sealed class KilledCheckoutCleaner : ICleaner
{
    public string Kind => "checkouts of killed evaluations";

    public bool IsDebris => true;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Leftover>>(scope.StateFolder is { } state
            ?
            [
                .. from path in CheckoutShelf.In(state).Abandoned
                   select CheckoutLeftover.Of(path, "its eval was killed", isOurs: () => true),
            ]
            : []);
}

/// <summary>Checkouts that `eval` has kept to use again, and has not for long.</summary>
internal sealed class IdleCheckoutCleaner(TimeProvider time) : ICleaner
{
    public string Kind => "idle checkouts";

    public bool IsDebris => false;

    public Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Leftover>>(scope.StateFolder is { } state
            ?
            [
                .. from path in CheckoutShelf.In(state).Idle
                   where time.GetUtcNow() - CheckoutShelf.IdleSince(path) > scope.OlderThan
                   select CheckoutLeftover.Of(
                       path, "no eval has used it for long", isOurs: () => CheckoutShelf.TryTake(path) is not null),
            ]
            : []);
}

file static class CheckoutLeftover
{
    /// <param name="isOurs">Asked when it is to go: an `eval` may use it by then.</param>
    public static Leftover Of(string path, string why, Func<bool> isOurs) => new(path, FolderSize.Of(path), why)
    {
        RemoveAsync = _ => !isOurs() || CheckoutShelf.TryRemove(path)
            ? Task.FromResult<IReadOnlyList<string>>([])
            : throw new UserError(
                $"{path} cannot be removed", "remove it yourself: it holds files of another user, or open ones"),
    };
}
