using System.Globalization;
using System.Text;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.MySql;

/// <summary>
/// A statement in the making, as UTF-8, with its values escaped by the client library for the connection they go to.
/// </summary>
internal sealed class MySqlText(nint connection)
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public MySqlText Clear()
    {
        _length = 0;
        return this;
    }

    public MySqlText Append(string sql)
    {
        Reserve(sql.Length * 3);
        _length += Encoding.UTF8.GetBytes(sql, _bytes.AsSpan(_length));
        return this;
    }

    /// <summary>Appends lw_coder's own text with each `?` replaced by a value.</summary>
    public MySqlText Append(string sql, ReadOnlySpan<SqlValue> values)
    {
        var next = 0;
        foreach (var value in values)
        {
            var mark = sql.IndexOf('?', next);
            Append(sql[next..mark]).Append(value);
            next = mark + 1;
        }
        return Append(sql[next..]);
    }

    public MySqlText Append(in SqlValue value) => value.Kind switch
    {
        SqlValueKind.Null => Append("NULL"),
        SqlValueKind.Whole => Append(value.Whole.ToString(CultureInfo.InvariantCulture)),
        // With an exponent it is a double for every server, without one it might be a decimal that is cut.
        SqlValueKind.Real => Append(value.Real.ToString("E16", CultureInfo.InvariantCulture)),
        SqlValueKind.Moment => Append('\'' + SqlMoment.Write(value.Moment, SqlMoment.Seconds) + '\''),
        _ => AppendQuoted(value.Text!),
    };

    private unsafe MySqlText AppendQuoted(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        // What is escaped takes at most twice the room; the text itself waits behind it.
        Reserve(most * 3 + 3);
        _bytes[_length++] = (byte)'\'';
        var source = _length + most * 2 + 1;
        var length = Encoding.UTF8.GetBytes(text, _bytes.AsSpan(source));
        fixed (byte* bytes = _bytes)
        {
            _length += (int)MariaDbClient.Escape(connection, bytes + _length, bytes + source, new((uint)length)).Value;
        }
        _bytes[_length++] = (byte)'\'';
        return this;
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
        }
    }
}
