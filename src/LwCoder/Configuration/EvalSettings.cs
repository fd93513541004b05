namespace LwCoder.Configuration;

/// <summary>`[eval]` of a repository: how finished changes are evaluated.</summary>
internal static class EvalSettings
{
    private const string Table = "eval";

    public static readonly Setting<int?> JudgeTokens = new(
        "judge_tokens", SettingTypes.Count, 100_000,
        "About how many tokens of plan, guidance and change a judge is shown.")
    { RepositoryTable = Table, HomeTable = SettingsSchema.Defaults, HasVariable = true };

    public static readonly Setting<string?> TestCommand = new(
        "test_command", SettingTypes.Command, null,
        "The command that runs all tests, for `sh` in the project's folder. Unset: [found](commands.md#tests-before-and-after).")
    { RepositoryTable = Table };

    public static readonly Setting<TimeSpan> TestTimeout = new(
        "test_timeout", SettingTypes.Duration, TimeSpan.FromMinutes(30),
        "How long one run of the tests may take.")
    { RepositoryTable = Table, HomeTable = SettingsSchema.Defaults, HasVariable = true };

    public static IReadOnlyList<Setting> All { get; } = [JudgeTokens, TestCommand, TestTimeout];
}
