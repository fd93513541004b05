using System.Runtime.InteropServices;
using System.Text;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.MySql;

/// <summary>A connection to a server, through MariaDB's client library. One cursor may be open at a time.</summary>
internal sealed unsafe class MySqlSession : ISqlSession
{
    /// <summary>Bytes of one statement: far below what servers refuse, far above what the network notices.</summary>
    private const int LongStatement = 512 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    private readonly StoreAddress _address;
    private readonly MySqlText _text;
    private nint _connection;

    private MySqlSession(StoreAddress address)
    {
        _address = address;
        _connection = MariaDbClient.Init(0);
        _text = new MySqlText(_connection);
    }

    public SqlDialect Dialect { get; private set; } = new MySqlDialect();

    /// <exception cref="StoreException">No library, no server, or it does not let us in.</exception>
    public static MySqlSession Open(StoreAddress address, string? password)
    {
        MariaDbLibrary.Load();
        var session = new MySqlSession(address);
        try
        {
            session.Connect(password);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public long Execute(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var cursor = Run(_text.Clear().Append(sql, values));
        return cursor is null ? (long)MariaDbClient.AffectedRows(_connection) : 0;
    }

    public ISqlCursor Query(string sql, params ReadOnlySpan<SqlValue> values) =>
        Run(_text.Clear().Append(sql, values))
            ?? throw new StoreException(StoreFault.Refused, $"{_address} gave no rows to a question");

    public T Ask<T>(string sql, Func<ISqlCursor, T> read)
    {
        MySqlReadGuard.Check(sql);
        Execute("START TRANSACTION READ ONLY");
        try
        {
            using var cursor = Run(_text.Clear().Append(sql)) ?? throw ReadOnlyError.Of("one that gives no rows");
            return read(cursor);
        }
        finally
        {
            Execute("ROLLBACK");
        }
    }

    public void Insert(InsertStatement statement, ReadOnlySpan<SqlValue> values)
    {
        var width = statement.Columns.Count;
        var (prefix, suffix) = (SqlDialect.InsertPrefix(statement), Dialect.InsertSuffix(statement));
        while (values.Length > 0)
        {
            _text.Clear().Append(prefix);
            var rows = 0;
            do
            {
                AppendRow(values.Slice(rows * width, width), isFirst: rows == 0);
                rows++;
            }
            while (rows * width < values.Length && _text.Length < LongStatement);
            Run(_text.Append(suffix))?.Dispose();
            values = values[(rows * width)..];
        }
    }

    /// <summary>Throws what the last call of the library reported, if it did.</summary>
    public void CheckLastCall()
    {
        if (MariaDbClient.ErrorNumber(_connection) is not 0 and var error)
        {
            throw MySqlFault.Explain(error, MariaDbClient.Error(_connection), _address);
        }
    }

    /// <summary>Takes what is left of an answer off the connection: a procedure's has several parts.</summary>
    public void Finish(nint result)
    {
        MariaDbClient.FreeResult(result);
        while (MariaDbClient.NextResult(_connection) == 0)
        {
            if (MariaDbClient.UseResult(_connection) is not 0 and var next)
            {
                MariaDbClient.FreeResult(next);
            }
        }
    }

    public void Dispose()
    {
        if (_connection != 0)
        {
            MariaDbClient.Close(_connection);
            _connection = 0;
        }
    }

    private void Connect(string? password)
    {
        SetNumber(MariaDbClient.ConnectTimeout, (uint)ConnectTimeout.TotalSeconds);
        SetNumber(MariaDbClient.ReadTimeout, (uint)AnswerTimeout.TotalSeconds);
        SetNumber(MariaDbClient.WriteTimeout, (uint)AnswerTimeout.TotalSeconds);
        // Otherwise the server could ask for any file of ours.
        SetNumber(MariaDbClient.LocalInfile, 0);
        SetText(MariaDbClient.CharsetName, "utf8mb4");
        SetTls();
        if (_address.Socket is null)
        {
            // "localhost" would mean a socket, wherever the library was built to look for one.
            SetNumber(MariaDbClient.Protocol, MariaDbClient.ProtocolTcp);
        }
        // Of a socket the library takes no notice with any other host.
        var host = _address.Socket is null ? _address.Host : "localhost";
        var connected = MariaDbClient.Connect(
            _connection, host, _address.User, password, _address.Database, (uint)_address.Port, _address.Socket,
            new CULong(MariaDbClient.MultiResults));
        if (connected == 0)
        {
            throw MySqlFault.Explain(MariaDbClient.ErrorNumber(_connection), MariaDbClient.Error(_connection), _address);
        }
        // What does not fit is an error, and a backslash in a text is what the library takes it for.
        Execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'");
        Dialect = IsDolt() ? new DoltDialect() : Dialect;
    }

    private void SetTls()
    {
        if (_address.Tls == StoreTls.Off)
        {
            return;
        }
        byte on = 1;
        Set(MariaDbClient.EnforceTls, &on);
        var verify = (byte)(_address.Tls == StoreTls.Verified ? 1 : 0);
        Set(MariaDbClient.VerifyServerCertificate, &verify);
        if (_address.TlsAuthority is { } authority)
        {
            SetText(MariaDbClient.CertificateAuthority, authority);
        }
    }

    private bool IsDolt()
    {
        try
        {
            return this.List("SELECT DOLT_VERSION()", row => row.Text(0)).Count > 0;
        }
        catch (StoreException unknown) when (unknown.Fault is StoreFault.Refused or StoreFault.ReadOnly)
        {
            // No such function, or none that this user may call.
            return false;
        }
    }

    /// <returns>Null for a statement that answers with no rows.</returns>
    private MySqlCursor? Run(MySqlText text)
    {
        fixed (byte* sql = text.Bytes)
        {
            if (MariaDbClient.Query(_connection, sql, new CULong((uint)text.Length)) != 0)
            {
                CheckLastCall();
            }
        }
        var result = MariaDbClient.UseResult(_connection);
        if (result == 0)
        {
            CheckLastCall();
            return null;
        }
        return new MySqlCursor(this, result);
    }

    private void AppendRow(ReadOnlySpan<SqlValue> row, bool isFirst)
    {
        _text.Append(isFirst ? "(" : ", (");
        for (var i = 0; i < row.Length; i++)
        {
            if (i > 0)
            {
                _text.Append(", ");
            }
            _text.Append(row[i]);
        }
        _text.Append(")");
    }

    private void SetNumber(int option, uint value) => Set(option, &value);

    private void SetText(int option, string value)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(value + '\0'))
        {
            Set(option, bytes);
        }
    }

    /// <summary>An option that does not take must not be missed: one of them is the encryption.</summary>
    private void Set(int option, void* value)
    {
        if (MariaDbClient.SetOption(_connection, option, value) != 0)
        {
            throw new StoreException(
                StoreFault.Unreachable,
                $"this version of {MariaDbLibrary.Name} does not know option {option}, which {_address} needs",
                MariaDbLibrary.InstallHint);
        }
    }
}
