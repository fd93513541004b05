using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Text;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.MySql;

/// <summary>Rows as the server sends them: nothing else can be asked of the connection until this is disposed.</summary>
internal sealed unsafe class MySqlCursor : ISqlCursor
{
    private readonly MySqlSession _session;
    private readonly nint _result;
    private readonly bool[] _isNumber;
    private byte** _row;
    private CULong* _lengths;

    public MySqlCursor(MySqlSession session, nint result)
    {
        (_session, _result) = (session, result);
        var count = (int)MariaDbClient.FieldCount(result);
        var fields = MariaDbClient.Fields(result);
        var columns = new string[count];
        _isNumber = new bool[count];
        for (var i = 0; i < count; i++)
        {
            columns[i] = Utf8StringMarshaller.ConvertToManaged(fields[i].Name) ?? "";
            _isNumber[i] = fields[i].IsNumber;
        }
        Columns = columns;
    }

    public IReadOnlyList<string> Columns { get; }

    public bool Read()
    {
        _row = MariaDbClient.FetchRow(_result);
        if (_row is null)
        {
            _session.CheckLastCall();
            return false;
        }
        _lengths = MariaDbClient.FetchLengths(_result);
        return true;
    }

    public bool IsNull(int column) => _row[column] is null;

    public bool IsNumber(int column) => _isNumber[column];

    public string? Text(int column) => IsNull(column) ? null : Encoding.UTF8.GetString(Bytes(column));

    public long? Whole(int column)
    {
        if (IsNull(column))
        {
            return null;
        }
        var bytes = Bytes(column);
        return long.TryParse(bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : (long?)Real(column);
    }

    public double? Real(int column) =>
        !IsNull(column) && double.TryParse(Bytes(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public void Dispose() => _session.Finish(_result);

    private ReadOnlySpan<byte> Bytes(int column) => new(_row[column], (int)_lengths[column].Value);
}
