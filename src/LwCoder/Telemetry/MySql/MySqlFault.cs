namespace LwCoder.Telemetry.MySql;

/// <summary>The errors of servers and of the client library in words, with what to do.</summary>
internal static class MySqlFault
{
    /// <param name="detail">What the server says.</param>
    public static StoreException Explain(uint error, string detail, StoreAddress address) => error switch
    {
        1045 or 1698 or 1251 => new StoreException(
            StoreFault.Unreachable,
            $"{address} does not let {address.User} in: {detail}",
            $"set {StoreAddress.PasswordVariable}, in the environment or in ~/.lw_coder/.env"),
        1044 => new StoreException(
            StoreFault.Unreachable, $"{address.User} may not use the database {address.Database}: {detail}", Grant(address)),
        1049 => new StoreException(
            StoreFault.Unreachable,
            $"there is no database {address.Database} at {address}",
            $"create it: CREATE DATABASE `{address.Database}` CHARACTER SET utf8mb4"),
        // Deadlock, lock timeout, MariaDB's "record has changed", too many connections, shutting down.
        1213 or 1205 or 1020 or 1040 or 1203 or 1226 => new StoreException(
            StoreFault.Busy, $"{address} is busy: {detail}", "run the command again"),
        1142 or 1143 or 1227 or 1370 or 1792 or 1836 or 1290 or 1419 => new StoreException(
            StoreFault.ReadOnly, $"{address} refuses to write: {detail}", Grant(address)),
        1021 or 1114 or 1030 or 3 => new StoreException(
            StoreFault.Full, $"{address} has no room: {detail}", "make room on the server"),
        1053 or 1152 or 1158 or 1159 or 1160 or 1161 or 1927 or >= 2000 and < 3000 or >= 5000 and < 6000 => new StoreException(
            StoreFault.Unreachable,
            $"{address} cannot be reached: {detail}",
            "start the server, or correct its address: [store] url in ~/.lw_coder/config.toml, or LW_CODER_STORE_URL"),
        _ => new StoreException(StoreFault.Refused, $"{address} refused a statement: {detail} ({error})"),
    };

    private static string Grant(StoreAddress address) => $"grant {address.User} all privileges on {address.Database}";
}
