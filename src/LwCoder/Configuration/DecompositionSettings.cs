namespace LwCoder.Configuration;

/// <summary>`[plan]`: how `plan --decompose` may split a plan.</summary>
internal static class DecompositionSettings
{
    private const string Table = "plan";

    public static readonly Setting<int> MinSubtasks = Rule(
        "min_subtasks", SettingTypes.WholeNumber(1, 50), 3, "The fewest subtasks of a plan.");

    public static readonly Setting<int> MaxSubtasks = Rule(
        "max_subtasks", SettingTypes.WholeNumber(1, 50), 7, "The most subtasks of a plan.");

    public static readonly Setting<double?> MaxSubtaskCost = Rule<double?>(
        "max_subtask_cost", SettingTypes.Fraction(0.01, 1000), 2, "The most US dollars a subtask may be estimated at.");

    public static readonly Setting<double?> MaxCost = Rule<double?>(
        "max_cost", SettingTypes.Fraction(0.01, 10_000), 10, "The most US dollars all subtasks together may be estimated at.");

    public static readonly Setting<IReadOnlyList<string>> Allow = Rule<IReadOnlyList<string>>(
        "scope_allow", Paths, [], "The only files and folders a subtask may name in its scope. Empty: all.");

    public static readonly Setting<IReadOnlyList<string>> Deny = Rule<IReadOnlyList<string>>(
        "scope_deny", Paths, [], "Files and folders no subtask may name in its scope.");

    public static IReadOnlyList<Setting> All { get; } = [MinSubtasks, MaxSubtasks, MaxSubtaskCost, MaxCost, Allow, Deny];

    private static SettingType<IReadOnlyList<string>> Paths => SettingTypes.TextListOf(
        "a list of paths in the repository", "[\"src/shop\"]", path => !string.IsNullOrWhiteSpace(path) && !path.Contains('\n'));

    private static Setting<T> Rule<T>(string name, SettingType<T> type, T builtIn, string documentation) =>
        new(name, type, builtIn, documentation) { RepositoryTable = Table, HomeTable = Table };
}
