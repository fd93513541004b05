using SQLitePCL;

namespace LwCoder.Telemetry.Sqlite;

/// <summary>SQLite's result codes in words, with what to do.</summary>
internal static class SqliteFault
{
    /// <param name="result">Any but OK, ROW and DONE.</param>
    /// <param name="detail">What SQLite says.</param>
    public static StoreException Explain(int result, string? detail, string file) => (result & 0xff) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreException(
            StoreFault.Busy,
            $"another process is writing to {file}",
            "wait for it to end and run the command again"),
        raw.SQLITE_READONLY => new StoreException(
            StoreFault.ReadOnly, $"{file} cannot be written to", "make the file and its folder writable for you"),
        raw.SQLITE_PERM or raw.SQLITE_AUTH => new StoreException(
            StoreFault.ReadOnly, $"SQLite does not allow this: {detail}", "only reading is allowed here"),
        raw.SQLITE_FULL => new StoreException(StoreFault.Full, $"there is no room left for {file}", "make room on that disk"),
        raw.SQLITE_IOERR => new StoreException(
            StoreFault.Full, $"reading or writing {file} failed: {detail}", "see whether its disk is full or broken"),
        raw.SQLITE_CANTOPEN => new StoreException(
            StoreFault.Unreachable, $"{file} cannot be opened: {detail}",
            "make the file and its folder readable and writable for you"),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreException(
            StoreFault.Corrupt,
            $"{file} is damaged or no SQLite database: {detail}",
            $"move it away (mv {file} {file}.broken); the next command makes a new one, "
            + "and `lw_coder telemetry import` fills it again"),
        _ => new StoreException(StoreFault.Refused, $"SQLite refused a statement: {detail}"),
    };
}
