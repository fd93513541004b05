namespace LwCoder.Prompting.Budgets;

/// <summary>A call was not made because it would not fit the budget. Nothing was spent on it.</summary>
public sealed class BudgetException : Exception
{
    /// <summary>A call was refused.</summary>
    public BudgetException(string message) : base(message)
    {
    }
}
