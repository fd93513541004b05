using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.MySql;

/// <summary>
/// What a transaction that may only read does not refuse: writing files on the server, calling Dolt's functions, changing
/// the server. A statement is looked at word by word, outside of its texts.
/// </summary>
internal static class MySqlReadGuard
{
    private static readonly string[] Beginnings = ["SELECT", "WITH", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "TABLE", "VALUES"];

    /// <summary>`INTO` leads to a file or a variable; locks would stop everybody else.</summary>
    private static readonly string[] Words =
        ["INTO", "OUTFILE", "DUMPFILE", "LOAD_FILE", "GET_LOCK", "RELEASE_LOCK", "SLEEP", "BENCHMARK"];

    private static readonly string[] DoltChanges =
    [
        "DOLT_ADD", "DOLT_BACKUP", "DOLT_BRANCH", "DOLT_CHECKOUT", "DOLT_CHERRY_PICK", "DOLT_CLEAN", "DOLT_CLONE", "DOLT_COMMIT",
        "DOLT_CONFLICTS_RESOLVE", "DOLT_FETCH", "DOLT_GC", "DOLT_MERGE", "DOLT_PULL", "DOLT_PURGE_DROPPED_DATABASES", "DOLT_PUSH",
        "DOLT_REBASE", "DOLT_REMOTE", "DOLT_RESET", "DOLT_REVERT", "DOLT_STASH", "DOLT_TAG", "DOLT_UNDROP",
        "DOLT_VERIFY_CONSTRAINTS",
    ];

    /// <exception cref="UserError">It may do more than read.</exception>
    public static void Check(string sql)
    {
        var words = SqlWords.Of(sql);
        if (words.Count == 0)
        {
            throw ReadOnlyError.Of("nothing");
        }
        if (!Beginnings.Contains(words[0], StringComparer.OrdinalIgnoreCase))
        {
            throw ReadOnlyError.Of(words[0].ToUpperInvariant());
        }
        var changes = Words.Concat(DoltChanges).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (words.Find(changes.Contains) is { } change)
        {
            throw ReadOnlyError.Of($"one with {change.ToUpperInvariant()}");
        }
    }
}
