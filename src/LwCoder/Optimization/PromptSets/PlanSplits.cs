using System.Text;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Optimization.PromptSets;

/// <summary>Past plans in three parts: to learn from, to choose by, and to compare on at the end.</summary>
internal static class PlanSplits
{
    public const int FewestPlans = 6;

    /// <summary>From so many on, enough are held out for a verdict.</summary>
    public const int FewestForVerdict = PairedResult.FewestPairs + 4;

    /// <param name="redact">Takes secrets out of what a model is shown.</param>
    /// <exception cref="UserError">There are too few.</exception>
    public static DataSplit Of(IReadOnlyList<PastPlan> plans, int seed, Func<string, string> redact)
    {
        if (plans.Count < FewestPlans)
        {
            throw new UserError(
                $"{plans.Count} past {(plans.Count == 1 ? "plan" : "plans")} can be replayed, and {FewestPlans} are needed",
                "carry out more plans with 'lw_coder code' and 'lw_coder finalize', or name more with --plans");
        }
        var test = plans.Count < FewestForVerdict ? plans.Count / 3 : Math.Max(PairedResult.FewestPairs, plans.Count / 4);
        var train = (plans.Count - test + 1) / 2;
        return DataSplit.ByGroup(
            [.. plans.Select(plan => ExampleOf(plan, redact))], example => example.Id!, seed,
            new SplitShares(train, plans.Count - test - train, test));
    }

    private static Example ExampleOf(PastPlan plan, Func<string, string> redact) =>
        new(FieldValues.Of(("plan", redact(Encoding.UTF8.GetString(plan.Text)))), FieldValues.Empty, plan.Id);
}
