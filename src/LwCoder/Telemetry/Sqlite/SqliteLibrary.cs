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

    /// <exception cref="StoreException">There is none for this system.</exception>
    public static void Load()
    {
        try
        {
            _ = Loaded.Value;
        }
        catch (Exception missing) when (missing is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw new StoreException(
                StoreFault.Unreachable,
                "lw_coder's SQLite does not run on this system",
                "record sessions on a server, see [store] in docs/configuration.md, or nothing with record = false",
                missing);
        }
    }
}
