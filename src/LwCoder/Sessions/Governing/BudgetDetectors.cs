namespace LwCoder.Sessions.Governing;

/// <summary>
/// The governor's detectors that watch a budget of the run: `cost_overflow`, `step_overflow`, `token_overflow`.
/// </summary>
internal static class BudgetDetectors
{
    private const string Overflow = "_overflow";

    /// <summary>What a person would raise.</summary>
    /// <returns>Null for a detector that watches no budget.</returns>
    public static string? SettingOf(string detector) =>
        NameOf(detector) is { } name ? new BudgetShare(name, 0, "").Setting : null;

    /// <returns>US dollars, answers or tokens; null for a detector that watches none of them.</returns>
    public static (decimal Used, decimal Limit)? FiguresOf(string detector, RunBudget budget) =>
        (NameOf(detector), budget.Limits) switch
        {
            ("cost", { Cost: { } cost }) => (budget.Used.Cost, cost),
            ("step", { Steps: { } steps }) => (budget.Used.Steps, steps),
            ("token", { Tokens: { } tokens }) => (budget.Used.Tokens, tokens),
            _ => null,
        };

    private static string? NameOf(string detector) =>
        detector.EndsWith(Overflow, StringComparison.Ordinal) ? detector[..^Overflow.Length] : null;
}
