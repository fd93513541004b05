using LwCoder.Prompting.Optimizers;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Optimization.PromptSets;

/// <summary>What is searched for better prompts: an agent's texts, by its past plans.</summary>
/// <param name="Plans">All past plans that can be replayed.</param>
internal sealed record PromptSearch(ComparisonScene Scene, PromptTexts Texts, IReadOnlyList<PastPlan> Plans, DataSplit Split)
{
    /// <summary>Without the plans that only the comparison at the end may know.</summary>
    public DataSplit Data => Split with { Test = [] };

    /// <summary>Of the set that was read: the tool's default where the model has none of its own.</summary>
    public string Variant => Path.GetFileName(Scene.Sets.Active.Folder);

    /// <summary>Plans that had a part in the result.</summary>
    public IReadOnlyList<string> Samples =>
        [.. Split.Train.Concat(Split.Dev).Select(plan => plan.Id!).Order(StringComparer.Ordinal)];

    /// <summary>Where each plan starts, which its text does not say.</summary>
    public string Bases => string.Join(',', Plans.Select(plan => $"{plan.Id}@{plan.BaseSha}"));

    /// <summary>The comparison at the end.</summary>
    /// <param name="limit">For one replay.</param>
    public ComparisonRequest HeldOut(TimeSpan limit, int seed) => new(
        [.. Plans.Where(plan => Split.Test.Any(example => example.Id == plan.Id))], Attempts: 1, limit, seed, []);
}
