using SQLitePCL;

namespace LwCoder.Telemetry.Sqlite;

/// <summary>The library that comes with lw_coder, loaded when a store is first opened and never before.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Loaded = new(() =>
    {
        Batteries_V2.Init();
        return true;
    });

    public static void Load() => _ = Loaded.Value;
}
