using LwCoder.Cleanup;
using LwCoder.Git;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Gc;

/// <param name="repositoryHere">Null outside of one: then only what belongs to the user and the engine is cleaned.</param>
internal sealed class GcHandler(
    IReadOnlyList<ICleaner> cleaners,
    Holdings holdings,
    Func<CancellationToken, Task<RepositoryFacts?>> repositoryHere,
    TextWriter output,
    Narrator narrator,
    bool forPerson)
{
    public async Task<int> RunAsync(GcOptions options, CancellationToken cancel)
    {
        var repository = await repositoryHere(cancel);
        if (repository is null)
        {
            narrator.Notice("not in a repository: only what is yours on this machine is looked at");
        }
        var scope = new CleanupScope(repository, options.OlderThan, options.RescueRefs);
        var found = await FindAsync(scope, cancel);
        if (!options.DryRun)
        {
            await RemoveAsync(found, cancel);
        }
        var report = new GcReport(options.DryRun, found, [.. holdings.Of(scope).Where(holding => holding.Bytes > 0)]);
        if (options.Json)
        {
            report.WriteJson(output);
        }
        else
        {
            report.WriteText(output, forPerson);
        }
        return (int)(found.Any(item => item.Problem is not null) ? ExitCode.Failed : ExitCode.Done);
    }

    private async Task<IReadOnlyList<GcItem>> FindAsync(CleanupScope scope, CancellationToken cancel)
    {
        var found = await Task.WhenAll(cleaners.Select(cleaner => cleaner.FindAsync(scope, cancel)));
        return
        [
            .. cleaners.Zip(found, (cleaner, some) => some.Select(leftover => new GcItem(cleaner.Kind, leftover)))
                .SelectMany(some => some),
        ];
    }

    /// <summary>One that cannot be removed does not keep the others.</summary>
    private async Task RemoveAsync(IReadOnlyList<GcItem> items, CancellationToken cancel)
    {
        foreach (var item in items)
        {
            try
            {
                foreach (var note in await item.Leftover.RemoveAsync(cancel))
                {
                    narrator.Notice(note);
                }
            }
            catch (Exception failed) when (failed is UserError or IOException or UnauthorizedAccessException)
            {
                item.Problem = failed.Message;
                narrator.Warn($"{item.Leftover.Name} stays: {failed.Message}");
            }
        }
    }
}
