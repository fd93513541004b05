namespace LwCoder.Configuration;

/// <summary>`[governor]`: what a run may use up, and from when on a session goes in circles.</summary>
internal static class GovernorSettings
{
    public const string Table = "governor";

    public static readonly Setting<bool> Enabled = Personal(
        "enabled", SettingTypes.Flag, true,
        "Whether sessions are ended that use up a budget or go in circles; false only counts.",
        risks: (enabled, own) => own && !enabled ? ["false"] : []);

    public static readonly Setting<int?> MaxCost = Personal<int?>(
        "max_cost", SettingTypes.Count, 10,
        "How many US dollars a run may cost, where somebody is billed for it; a subscription has no dollars.",
        Raised);

    public static readonly Setting<int?> MaxSteps = Personal<int?>(
        "max_steps", SettingTypes.Count, 500,
        "How many answers of models a run may use.",
        Raised);

    public static readonly Setting<int?> MaxTokens = Personal<int?>(
        "max_tokens", SettingTypes.Count, null,
        "How many tokens a run may read and write, those from a cache not counted. Unset: any.",
        Raised);

    public static readonly Setting<double?> WarnAt = Personal(
        "warn_at", SettingTypes.Fraction(0, 1), 0.8,
        "The share of a budget at which you and the agent are warned.");

    public static readonly Setting<double?> Reserve = Personal(
        "reserve", SettingTypes.Fraction(0, 0.9), 0.1,
        "The last share of a budget, in which the agent is told to commit, sum up and end.");

    public static readonly Setting<int> CycleRepeats = Personal(
        "cycle_repeats", SettingTypes.WholeNumber(2, 1000), 3,
        "How often the same 1 to 6 calls with the same results follow one another, with no file changed, when the agent is "
        + "told that it goes in circles; after so many more the session is ended. Tests may be run three times as often, "
        + "waiting may take ten times.");

    public static readonly Setting<int> PlateauWindow = Personal(
        "plateau_window", SettingTypes.WholeNumber(5, 500), 20,
        "How many of the last calls are looked at for anything new.");

    public static readonly Setting<double?> PlateauShare = Personal(
        "plateau_share", SettingTypes.Fraction(0, 1), 0.3,
        "The share of different contents among those calls below which the agent is told; half a window later the session is "
        + "ended.");

    public static readonly Setting<TimeSpan> StallTimeout = Personal(
        "stall_timeout", SettingTypes.Duration, TimeSpan.FromMinutes(15),
        "How long an agent may print without saying or doing anything while no tool call is open.");

    public static readonly Setting<int> StallAnswers = Personal(
        "stall_answers", SettingTypes.WholeNumber(1, 1000), 20,
        "How many answers in a row may call no tool.");

    public static IReadOnlyList<Setting> All { get; } =
    [
        Enabled, MaxCost, MaxSteps, MaxTokens, WarnAt, Reserve, CycleRepeats, PlateauWindow, PlateauShare, StallTimeout,
        StallAnswers,
    ];

    private static Setting<T> Personal<T>(
        string name, SettingType<T> type, T builtIn, string documentation, Func<T, T, IReadOnlyList<string>>? risks = null) =>
        new(name, type, builtIn, documentation) { RepositoryTable = Table, HomeTable = Table, Risks = risks ?? ((_, _) => []) };

    /// <summary>A repository may be more careful with the user's money than the user; for less it needs trust.</summary>
    private static IReadOnlyList<string> Raised(int? limit, int? own) => limit > (own ?? int.MaxValue) ? [$"{limit}"] : [];
}
