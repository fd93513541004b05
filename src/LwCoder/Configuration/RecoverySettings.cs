namespace LwCoder.Configuration;

/// <summary>`[recovery]`: what happens after a session that went wrong.</summary>
internal static class RecoverySettings
{
    public const string Table = "recovery";

    /// <summary>Attempts beyond it cost more than a look by a person.</summary>
    public const int MostAttempts = 5;

    /// <summary>In `[code]`, since `code --recover` is its flag.</summary>
    public static readonly Setting<int> Attempts = new(
        "recover", SettingTypes.WholeNumber(0, MostAttempts), 1,
        "How often a session that went wrong is followed by another one that is told why.")
    { RepositoryTable = CodeSettings.Table, HomeTable = SettingsSchema.Defaults, HasVariable = true };

    public static readonly Setting<double?> MinConfidence = Personal(
        "min_confidence", SettingTypes.Fraction(0, 1), 0.5,
        "How sure a diagnosis must be for a recovery without you.");

    public static readonly Setting<double?> ClassifierConfidence = Personal(
        "classifier_confidence", SettingTypes.Fraction(0, 1), 0.7,
        "How sure a compiled classifier must be for its word to count before the rules'.");

    public static readonly Setting<string?> Model = Personal<string?>(
        "model", SettingTypes.Name("a model's name", "opus", "._:/@+[]-"), null,
        "The agent's model in recoveries from model_confusion. Unset: claude-code's opus, or sonnet where it was opus; "
        + "with other agents the same.");

    public static IReadOnlyList<Setting> All { get; } = [MinConfidence, ClassifierConfidence, Model];

    private static Setting<T> Personal<T>(string name, SettingType<T> type, T builtIn, string documentation) =>
        new(name, type, builtIn, documentation) { RepositoryTable = Table, HomeTable = Table };
}
