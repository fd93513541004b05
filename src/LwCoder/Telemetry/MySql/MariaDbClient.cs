using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace LwCoder.Telemetry.MySql;

/// <summary>The functions of `mysql.h` (MariaDB Connector/C 3) that are needed, as they are.</summary>
internal static unsafe partial class MariaDbClient
{
    /// <summary>Values of `enum mysql_option`.</summary>
    public const int ConnectTimeout = 0, CharsetName = 7, LocalInfile = 8, Protocol = 9, ReadTimeout = 11, WriteTimeout = 12,
        VerifyServerCertificate = 21, CertificateAuthority = 27, EnforceTls = 38;

    public const uint ProtocolTcp = 1;

    /// <summary>A procedure answers with several results.</summary>
    public const uint MultiResults = 1 << 17;

    /// <summary>Once for the process, before anything else: connections that are opened side by side would race for it.</summary>
    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_server_init")]
    public static partial int Begin(int arguments, nint values, nint groups);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_init")]
    public static partial nint Init(nint connection);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_options")]
    public static partial int SetOption(nint connection, int option, void* value);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_real_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Connect(
        nint connection, string? host, string user, string? password, string database, uint port, string? socket, CULong flags);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_close")]
    public static partial void Close(nint connection);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_real_query")]
    public static partial int Query(nint connection, byte* sql, CULong length);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_real_escape_string")]
    public static partial CULong Escape(nint connection, byte* to, byte* from, CULong length);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_affected_rows")]
    public static partial ulong AffectedRows(nint connection);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_use_result")]
    public static partial nint UseResult(nint connection);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_next_result")]
    public static partial int NextResult(nint connection);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_free_result")]
    public static partial void FreeResult(nint result);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_num_fields")]
    public static partial uint FieldCount(nint result);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_fetch_fields")]
    public static partial MariaDbField* Fields(nint result);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_fetch_row")]
    public static partial byte** FetchRow(nint result);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_fetch_lengths")]
    public static partial CULong* FetchLengths(nint result);

    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_errno")]
    public static partial uint ErrorNumber(nint connection);

    /// <summary>The library's own memory, valid until the next call.</summary>
    [LibraryImport(MariaDbLibrary.Name, EntryPoint = "mysql_error")]
    private static partial byte* ErrorText(nint connection);

    public static string Error(nint connection) => Utf8StringMarshaller.ConvertToManaged(ErrorText(connection)) ?? "";
}

/// <summary>`MYSQL_FIELD`, of which only the name and the type are read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MariaDbField
{
    public byte* Name;
    private readonly nint _originalName, _table, _originalTable, _database, _catalog, _default;
    private readonly CULong _length, _longest;
    private readonly uint _nameLength, _originalNameLength, _tableLength, _originalTableLength, _databaseLength, _catalogLength,
        _defaultLength, _flags, _decimals, _charset;
    public int Type;
    private readonly nint _extension;

    /// <summary>DECIMAL to DOUBLE, LONGLONG, INT24, NEWDECIMAL of `enum enum_field_types`.</summary>
    public readonly bool IsNumber => Type is (>= 0 and <= 5) or 8 or 9 or 246;
}
