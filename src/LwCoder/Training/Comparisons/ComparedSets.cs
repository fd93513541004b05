using LwCoder.Prompts;
using LwCoder.Prompts.Versions;
using LwCoder.Training.Candidates;

namespace LwCoder.Training.Comparisons;

/// <summary>The prompt sets of a comparison: all of one tool and variant, since the active one is the measure.</summary>
internal sealed record ComparedSets(
    string ToolFolder, string Variant, PromptSource Active, IReadOnlyList<PromptSource> Candidates)
{
    /// <summary>The candidates that a command line names.</summary>
    /// <exception cref="UserError">There is no such candidate, or they are not of one kind.</exception>
    public static IReadOnlyList<Candidate> Find(CandidateCatalog catalog, IEnumerable<string> named)
    {
        var candidates = named.Where(name => name != PromptSource.Active)
            .Select(name => catalog.Read(catalog.Find(name))).DistinctBy(candidate => candidate.Name).ToList();
        return candidates.DistinctBy(candidate => (candidate.Name.ToolFolder, candidate.Name.Variant)).Count() <= 1
            ? candidates
            : throw new UserError(
                $"{string.Join(" and ", candidates.Select(candidate => candidate.Name))} are not for the same tool and variant, "
                    + "so no active prompts are the measure of all",
                "compare them one after the other", ExitCode.Usage);
    }

    /// <param name="candidates">Of one kind; none: the active prompts are compared with themselves.</param>
    /// <param name="toolFolder">Of the active prompts.</param>
    /// <exception cref="UserError">There are no active prompts.</exception>
    public static async Task<ComparedSets> OfAsync(
        ActivePrompts prompts, IReadOnlyList<Candidate> candidates, string toolFolder, string variant, CancellationToken cancel)
    {
        var found = await prompts.LoadAsync(toolFolder, variant, cancel);
        var name = $"active/{found.Name}";
        var active = new PromptSource(PromptSource.Active, name, found.Folder, found.Set.Fingerprint, []);
        return new ComparedSets(
            toolFolder, variant, active,
            candidates.Count == 0
                ? [active with { Key = "again", Name = $"{name} (again)" }]
                : [.. candidates.Select(PromptSource.Of)]);
    }

    /// <summary>The model that these prompts are for: the one the user wants of that kind, else any of it.</summary>
    public string? ModelFor(string? wanted) => PromptFolders.VariantOf(wanted) == Variant ? wanted
        : Variant == PromptFolders.DefaultVariant ? null
        : Variant;
}
