namespace LwCoder.Configuration;

/// <summary>The effective value of every setting, and where it came from.</summary>
internal sealed class Settings(IReadOnlyDictionary<Setting, SettingValue> values, IReadOnlyList<Risk> risks)
{
    /// <summary>What the repository's file asks for that only the user can allow, see <see cref="TrustGate"/>.</summary>
    public IReadOnlyList<Risk> Risks { get; } = risks;

    /// <summary>Those of one table and the tables in it: a command asks only for what it is about to use.</summary>
    public IReadOnlyList<Risk> RisksIn(string table) =>
    [
        .. Risks.Where(risk => risk.Setting.StartsWith($"[{table}]", StringComparison.Ordinal)
            || risk.Setting.StartsWith($"[{table}.", StringComparison.Ordinal)),
    ];

    /// <summary>What the user should hear about the values in force, one sentence each.</summary>
    public IEnumerable<string> Warnings => values.Keys
        .Select(setting => setting.WarningFor(values[setting].Value, values[setting].Source.Origin))
        .OfType<string>();

    public T Get<T>(Setting<T> setting) => (T)values[setting].Value!;

    /// <summary>Which settings are not the built-in ones, and where they stand; no values, since some are secret.</summary>
    public string Origins => string.Join(", ", values.Keys
        .Where(setting => SourceOf(setting).Origin != SettingOrigin.BuiltIn)
        .Select(setting => $"{setting.Name} from {SourceOf(setting).Description}")
        .DefaultIfEmpty("all built in"));

    public SettingSource SourceOf(Setting setting) => values[setting].Source;
}

/// <param name="Value">Of the setting's type.</param>
internal sealed record SettingValue(object? Value, SettingSource Source);

/// <param name="Setting">As a person finds it: `[code] docker_run_args`.</param>
/// <param name="Values">The words that need trust.</param>
internal sealed record Risk(string Setting, IReadOnlyList<string> Values);
