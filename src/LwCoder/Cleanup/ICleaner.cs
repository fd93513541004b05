using LwCoder.Git;
using LwCoder.Runs;

namespace LwCoder.Cleanup;

/// <summary>Knows one kind of thing that lw_coder makes and nobody needs any more. Finding changes nothing.</summary>
internal interface ICleaner
{
    /// <summary>What it finds, in the plural: `containers`.</summary>
    string Kind { get; }

    /// <summary>True for what only a crash leaves, which may go as soon as it is found; false for what has grown old.</summary>
    bool IsDebris { get; }

    Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel);
}

/// <param name="Repository">Null outside of one: then only what belongs to the user and the engine is looked at.</param>
/// <param name="OlderThan">From which age on old things may go.</param>
/// <param name="RescueRefs">Remove old rescue refs also when no branch has their commits.</param>
internal sealed record CleanupScope(RepositoryFacts? Repository, TimeSpan OlderThan, bool RescueRefs)
{
    /// <summary>The repository's `.lw_coder`.</summary>
    public string? StateFolder => Repository is null ? null : Configuration.StateFolder.Of(Repository.Root);

    public RunCatalog? Runs => StateFolder is { } state ? RunCatalog.In(state) : null;

    /// <summary>The runs of `code`, and the sessions of `plan`, which are kept alike.</summary>
    public IReadOnlyList<RunCatalog> Sessions => StateFolder is { } state && Runs is { } runs
        ? [runs, new RunCatalog(Path.Combine(state, Configuration.StateFolder.PlanTraces))]
        : [];
}

/// <param name="Name">As the program that knows it calls it: a container's name, a ref, a path.</param>
/// <param name="Bytes">What its removal frees; 0 for next to nothing.</param>
/// <param name="Why">Completes "it may go, since …".</param>
internal sealed record Leftover(string Name, long Bytes, string Why)
{
    /// <summary>Removes it, after anything a person or an agent wrote is kept elsewhere.</summary>
    /// <returns>What was kept and where; none for most.</returns>
    /// <exception cref="UserError">It could not be removed.</exception>
    public required Func<CancellationToken, Task<IReadOnlyList<string>>> RemoveAsync { get; init; }
}
