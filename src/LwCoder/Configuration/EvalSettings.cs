namespace LwCoder.Configuration;

/// <summary>`[eval]` of a repository: how finished changes are evaluated.</summary>
internal static class EvalSettings
{
    private const string Table = "eval";

    public static readonly Setting<int?> JudgeTokens = new(
        "judge_tokens", SettingTypes.Count, 100_000,
        "About how many tokens of plan, guidance and change a judge is shown.")
    { RepositoryTable = Table, HomeTable = SettingsSchema.Defaults, HasVariable = true };

    public static IReadOnlyList<Setting> All { get; } = [JudgeTokens];
}
