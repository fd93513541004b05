namespace LwCoder.Telemetry;

/// <summary>Where a repository's store is when the user names no other.</summary>
internal static class StoreLocation
{
    /// <param name="configuration">The repository's `.lw_coder`.</param>
    public static string DatabaseIn(string configuration) => Path.Combine(configuration, "telemetry.db");

    /// <summary>What could not be written when it happened. `init` keeps it out of commits together with the database.</summary>
    public static string SpoolIn(string configuration) => Path.Combine(configuration, "telemetry.db.spool");
}
