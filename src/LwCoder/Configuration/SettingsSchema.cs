namespace LwCoder.Configuration;

/// <summary>
/// Every setting there is. A new table is a class like <see cref="CodeSettings"/> and its settings in <see cref="All"/>;
/// files, variables, flags and their errors follow from it.
/// </summary>
internal static class SettingsSchema
{
    /// <summary>The home's table of personal preferences.</summary>
    public const string Defaults = "defaults";

    public static readonly Setting<string> SchemaVersion = new(
        "schema_version", SettingTypes.OneOf("1.0"), "1.0",
        "The version of the file's format.")
    { RepositoryTable = "", HomeTable = "" };

    public static IReadOnlyList<Setting> All { get; } =
    [
        SchemaVersion, .. CodeSettings.All, RecoverySettings.Attempts, SetupSettings.Steps,
        .. GovernorSettings.All, .. RecoverySettings.All, .. EvalSettings.All, .. DecompositionSettings.All,
        .. FinalizeSettings.All,
        .. WorktreeSettings.All,
        .. ModelSettings.All, .. StoreSettings.All, .. HookSettings.All,
    ];

    /// <summary>The setting written as <paramref name="name"/> in <paramref name="table"/> of that file.</summary>
    public static Setting? Find(SettingOrigin file, string table, string name) =>
        All.FirstOrDefault(setting => setting.TableIn(file) == table && setting.Name == name);

    /// <summary>True when that file may have the table, or a table inside it.</summary>
    public static bool HasTable(SettingOrigin file, string path) =>
        All.Any(setting => setting.TableIn(file) is { } table && (table == path || IsInside(table, path)));

    /// <summary>What may be written directly in <paramref name="table"/>: settings first, then tables in brackets.</summary>
    public static IReadOnlyList<string> NamesIn(SettingOrigin file, string table)
    {
        var settings = All.Where(setting => setting.TableIn(file) == table)
            .ToLookup(setting => setting.IsTable, setting => setting.Name);
        var tables = All
            .Select(setting => setting.TableIn(file))
            .Where(path => path is { Length: > 0 } && (table.Length == 0 || IsInside(path, table)))
            .Select(path => $"[{ChildOf(table, path!)}]");
        return [.. settings[false], .. tables.Distinct(), .. settings[true].Select(name => $"[{name}]")];
    }

    private static bool IsInside(string path, string table) => path.StartsWith(table + ".", StringComparison.Ordinal);

    private static string ChildOf(string table, string path)
    {
        var end = path.IndexOf('.', table.Length + 1);
        return end < 0 ? path : path[..end];
    }
}
