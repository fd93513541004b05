using System.Text.Encodings.Web;
using System.Text.Json;
using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Schema;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Spooling;

/// <summary>A batch as one line of JSON: `{"tables":[{"table":…,"columns":[…],"rows":[[…]]}]}`, and back.</summary>
internal static class SpoolLine
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the line with its end.</summary>
    public static void Write(Stream output, TelemetryBatch batch)
    {
        using (var json = new Utf8JsonWriter(output, Format))
        {
            json.WriteStartObject();
            json.WriteStartArray("tables");
            foreach (var (insert, values) in BatchWriter.RowsOf(batch))
            {
                json.WriteStartObject();
                json.WriteString("table", insert.Table.Name);
                json.WriteStartArray("columns");
                foreach (var column in insert.Columns)
                {
                    json.WriteStringValue(column.Name);
                }
                json.WriteEndArray();
                WriteRows(json, insert.Columns.Count, values);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    /// <returns>Null for a line that was cut when its writer died.</returns>
    public static IReadOnlyList<TableRows>? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return [.. document.RootElement.GetProperty("tables").EnumerateArray().Select(ParseTable).OfType<TableRows>()];
        }
        catch (Exception broken) when (
            broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
                or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }

    private static void WriteRows(Utf8JsonWriter json, int width, SqlValue[] values)
    {
        json.WriteStartArray("rows");
        for (var i = 0; i < values.Length; i++)
        {
            if (i % width == 0)
            {
                json.WriteStartArray();
            }
            WriteValue(json, values[i]);
            if (i % width == width - 1)
            {
                json.WriteEndArray();
            }
        }
        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, in SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlValueKind.Null:
                json.WriteNullValue();
                break;
            case SqlValueKind.Text:
                json.WriteStringValue(value.Text);
                break;
            case SqlValueKind.Real:
                json.WriteNumberValue(value.Real);
                break;
            default:
                json.WriteNumberValue(value.Whole);
                break;
        }
    }

    /// <summary>By name, as another version may have had other columns. Null for a table this version does not know.</summary>
    private static TableRows? ParseTable(JsonElement table)
    {
        if (!BatchWriter.Statements.TryGetValue(table.GetProperty("table").GetString()!, out var insert))
        {
            return null;
        }
        var names = table.GetProperty("columns").EnumerateArray().Select(name => name.GetString()).ToList();
        var places = insert.Columns.Select(column => names.IndexOf(column.Name)).ToList();
        var values = new List<SqlValue>();
        foreach (var row in table.GetProperty("rows").EnumerateArray())
        {
            values.AddRange(insert.Columns.Select((column, index) =>
                ColumnFit.Fit(places[index] < 0 ? SqlValue.Null : ParseValue(row[places[index]], column), column)));
        }
        return new TableRows(insert, [.. values]);
    }

    private static SqlValue ParseValue(JsonElement value, Column column) => value.ValueKind switch
    {
        JsonValueKind.Null => SqlValue.Null,
        JsonValueKind.String => value.GetString(),
        _ => column.Type switch
        {
            ColumnType.Moment => DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64()),
            ColumnType.Real or ColumnType.Money => value.GetDouble(),
            _ => value.GetInt64(),
        },
    };
}
