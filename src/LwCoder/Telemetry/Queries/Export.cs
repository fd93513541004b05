using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Queries;

/// <summary>Everything in the store, a row a line: `{"table":"sessions","session_id":…}`.</summary>
internal static class Export
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>How many rows there were.</returns>
    public static long Write(ISqlSession session, Stream output)
    {
        var rows = 0L;
        foreach (var table in StoreSchema.Tables)
        {
            using var cursor = session.Query(
                $"SELECT {SqlDialect.Quote(table.Columns.Select(column => column.Name))} FROM {SqlDialect.Quote(table.Name)} "
                + $"ORDER BY {SqlDialect.Quote(table.PrimaryKey)}");
            for (; cursor.Read(); rows++)
            {
                WriteRow(output, table.Name, cursor);
            }
        }
        return rows;
    }

    /// <summary>A value as JSON has it: numbers as numbers.</summary>
    public static void WriteValue(Utf8JsonWriter json, ISqlCursor cursor, int column)
    {
        if (cursor.IsNull(column))
        {
            json.WriteNullValue();
        }
        else if (cursor.IsNumber(column) && double.TryParse(cursor.Text(column), CultureInfo.InvariantCulture, out _))
        {
            // As the database writes it: no digit is lost on the way.
            json.WriteRawValue(cursor.Text(column)!, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(cursor.Text(column));
        }
    }

    private static void WriteRow(Stream output, string table, ISqlCursor cursor)
    {
        using (var json = new Utf8JsonWriter(output, Format))
        {
            json.WriteStartObject();
            json.WriteString("table", table);
            for (var column = 0; column < cursor.Columns.Count; column++)
            {
                json.WritePropertyName(cursor.Columns[column]);
                WriteValue(json, cursor, column);
            }
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }
}
