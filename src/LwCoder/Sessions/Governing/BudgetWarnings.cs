using System.Globalization;

namespace LwCoder.Sessions.Governing;

/// <param name="Text">For the person.</param>
/// <param name="Advice">For the agent.</param>
internal sealed record BudgetWarning(BudgetShare Share, string Text, string Advice);

/// <summary>Warns twice of each limit: when most of it is used, and when what is left is the reserve.</summary>
internal sealed class BudgetWarnings(RunBudget budget)
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    public IEnumerable<BudgetWarning> Take() =>
        budget.Fullest >= Math.Min(budget.Limits.WarnAt, 1 - budget.Limits.Reserve) ? TakeNew() : [];

    private IEnumerable<BudgetWarning> TakeNew()
    {
        foreach (var share in budget.Shares)
        {
            // Once in the reserve there is no use in the milder words.
            if (share.Share >= 1 - budget.Limits.Reserve && _given.Add($"{share.Name} reserve"))
            {
                _given.Add(share.Name);
                yield return new BudgetWarning(
                    share,
                    $"the reserve of the run's {share.Name} budget is reached: {share.Text}",
                    $"Your budget is nearly used up ({share.Text}). Begin nothing new. Commit what you have, say in a few "
                    + "sentences what is done and what is not, and end now; otherwise you are stopped where you are.");
            }
            else if (share.Share >= budget.Limits.WarnAt && _given.Add(share.Name))
            {
                yield return new BudgetWarning(
                    share,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{share.Share:P0} of the run's {share.Name} budget is used: {share.Text}"),
                    $"Most of your budget is used ({share.Text}). Finish what you are at, commit it, "
                    + "and leave what is not needed.");
            }
        }
    }
}
