using SQLitePCL;

namespace LwCoder.Telemetry.Sqlite;

/// <summary>
/// Lets SQLite itself refuse, while it compiles a statement, everything that is not reading: also what a connection that
/// may only read still allows, such as attaching or writing other files.
/// </summary>
internal sealed class SqliteReadGuard : IDisposable
{
    // Of sqlite3.h, "Authorizer Action Codes".
    private const int Pragma = 19, Read = 20, Select = 21, Function = 31, Recursive = 33;

    private static readonly string[] TellingPragmas =
        ["table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list"];

    private readonly sqlite3 _database;

    public SqliteReadGuard(sqlite3 database)
    {
        _database = database;
        raw.sqlite3_set_authorizer(database, (strdelegate_authorizer)Authorize, null);
    }

    /// <summary>What was refused; null when nothing was.</summary>
    public string? Refused { get; private set; }

    public void Dispose() => raw.sqlite3_set_authorizer(_database, (strdelegate_authorizer)null!, null);

    private int Authorize(object? user, int action, string? first, string? second, string? database, string? trigger)
    {
        var allowed = action is Read or Select or Recursive
            || action == Function && !string.Equals(second, "load_extension", StringComparison.OrdinalIgnoreCase)
            || action == Pragma && TellingPragmas.Contains(first, StringComparer.OrdinalIgnoreCase);
        if (allowed)
        {
            return raw.SQLITE_OK;
        }
        Refused ??= action == Pragma ? $"PRAGMA {first}" : "one that changes something";
        return raw.SQLITE_DENY;
    }
}
