namespace LwCoder.Telemetry.Sqlite;

/// <summary>The store nobody has to set up: a file of the repository's own.</summary>
internal static class SqliteStore
{
    /// <param name="file">Made, with its folder, when something is first written.</param>
    public static TelemetryStore At(string file, TimeProvider time, TimeSpan? patience = null) => new(
        () => Open(file), $"SQLite at {file}", new StorePatience(patience ?? TimeSpan.FromSeconds(30), time), time);

    private static SqliteSession Open(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.Unreachable, $"the folder of {file} cannot be made: {refused.Message.TrimEnd('.')}", cause: refused);
        }
        return SqliteSession.Open(file, SqliteAccess.Write);
    }
}
