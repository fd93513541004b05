namespace LwCoder.Configuration;

/// <summary>
/// `[store]` of the home: where sessions are recorded. No repository may set it, since what agents did in it would go there.
/// </summary>
internal static class StoreSettings
{
    private const string Table = "store";

    public static readonly Setting<string?> Url = new(
        "url",
        SettingTypes.Text("a server's address without a password", "mysql://root@127.0.0.1:3306/punch_cards", IsUrl),
        null,
        "A database on a Dolt, MariaDB or MySQL server; its password is in `LW_CODER_STORE_PASSWORD`. "
        + "Unset: SQLite in `.lw_coder/telemetry.db` of each repository.")
    { HomeTable = Table, HasVariable = true, Variable = "LW_CODER_STORE_URL" };

    public static readonly Setting<bool> Shared = new(
        "shared", SettingTypes.Flag, false,
        "Several projects may be in the database of `url`. Otherwise the first one to use it owns it.")
    { HomeTable = Table };

    public static readonly Setting<bool> Record = new(
        "record", SettingTypes.Flag, true,
        "Record lw_coder's own sessions as they happen. `telemetry import` works either way.")
    { HomeTable = Table };

    public static IReadOnlyList<Setting> All { get; } = [Url, Shared, Record];

    /// <summary>Only what is needed to know a mistake from an address; the store says the rest.</summary>
    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme == "mysql" && url.Host.Length > 0 && !url.UserInfo.Contains(':');
}
