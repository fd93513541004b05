using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Plans;

/// <summary>Where a new plan was put, and the id that was free for it.</summary>
internal sealed record NewPlan(PlanId Id, string Path);

/// <summary>
/// Puts plans into `.lw_coder/tasks` under an id that nothing has: no plan, no branch and no backup. Whole or not at all,
/// without replacing anything, and by one lw_coder at a time.
/// </summary>
internal sealed class NewPlans(GitCli git)
{
    private const int MostDigits = 8;

    /// <summary>
    /// Adds a plan under the wanted id, or with `-2`, `-3`, … behind it. A plan that is there already with exactly this text
    /// is the same plan: an lw_coder that was killed may have added it.
    /// </summary>
    /// <param name="text">The file's bytes for an id.</param>
    public Task<NewPlan> AddAsync(RepositoryFacts facts, PlanId wanted, Func<PlanId, byte[]> text, CancellationToken cancel) =>
        AddAsync(facts, taken => FreeLike(wanted, taken), text, isSame: wanted, cancel);

    /// <summary>Adds a plan called the prefix and a number of at least three digits, one above the highest there is.</summary>
    public Task<NewPlan> AddNumberedAsync(
        RepositoryFacts facts, string prefix, Func<PlanId, byte[]> text, CancellationToken cancel) =>
        AddAsync(facts, taken => Next(prefix, taken), text, isSame: null, cancel);

    private async Task<NewPlan> AddAsync(
        RepositoryFacts facts, Func<HashSet<string>, PlanId> choose, Func<PlanId, byte[]> text, PlanId? isSame,
        CancellationToken cancel)
    {
        var tasks = StateFolder.Of(facts.Root, StateFolder.Tasks);
        Directory.CreateDirectory(tasks);
        // Not in tasks, which people commit.
        var traces = StateFolder.Of(facts.Root, StateFolder.PlanTraces);
        IgnoredFolder.Create(traces);
        using var section = await FileLock.AcquireAsync(Path.Combine(traces, ".new-plan.lock"), cancel);
        if (isSame is not null && HasText(PathOf(isSame), text(isSame)))
        {
            return new NewPlan(isSame, PathOf(isSame));
        }
        var taken = await TakenAsync(facts, tasks, cancel);
        while (true)
        {
            var id = choose(taken);
            if (AtomicFile.TryCreate(PathOf(id), text(id)))
            {
                return new NewPlan(id, PathOf(id));
            }
            // A person has just saved a file of that name.
            taken.Add(id.Value);
        }

        string PathOf(PlanId id) => Path.Combine(tasks, id.Value + ".md");
    }

    private async Task<HashSet<string>> TakenAsync(RepositoryFacts facts, string tasks, CancellationToken cancel)
    {
        var taken = new PlanCatalog(tasks).Names().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var refs = await git.RunAsync(
            facts.CommonDirectory, cancel, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads",
            PlanBackups.Prefix, PlanBackups.AbandonedPrefix);
        foreach (var name in refs.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // With a branch `login/form` there can be no branch `login`.
            taken.Add(name.Split('/')[0]);
        }
        return taken;
    }

    private static PlanId FreeLike(PlanId wanted, HashSet<string> taken)
    {
        var id = wanted;
        for (var number = 2; taken.Contains(id.Value); number++)
        {
            id = PlanIdText.WithSuffix(wanted, string.Create(CultureInfo.InvariantCulture, $"-{number}"));
        }
        return id;
    }

    private static PlanId Next(string prefix, HashSet<string> taken)
    {
        var highest = taken.Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(name => name[prefix.Length..])
            .Where(digits => digits.Length is > 0 and <= MostDigits && digits.All(char.IsAsciiDigit))
            .Select(digits => int.Parse(digits, CultureInfo.InvariantCulture))
            .DefaultIfEmpty(0).Max();
        return PlanId.Parse(string.Create(CultureInfo.InvariantCulture, $"{prefix}{highest + 1:000}"));
    }

    private static bool HasText(string path, byte[] text) =>
        new FileInfo(path) is { Exists: true } file && file.Length == text.Length
        && File.ReadAllBytes(path).AsSpan().SequenceEqual(text);
}
