using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Telemetry;

/// <summary>Prints an answer as a table, as JSON or as CSV.</summary>
internal sealed class AnswerPrinter(TextWriter output, bool forPerson, TimeProvider time)
{
    /// <summary>Of a cell in a table: an agent's words can be long.</summary>
    private const int WidestCell = 60;

    /// <param name="nothing">What a person is told when there are no rows.</param>
    public void Write(AnswerTable answer, OutputFormat format, string nothing)
    {
        switch (format)
        {
            case OutputFormat.Json:
                JsonAnswer.Write(output, json => WriteTo(json, answer));
                break;
            case OutputFormat.Csv:
                WriteCsv(answer);
                break;
            default:
                WriteTable(answer, nothing);
                break;
        }
    }

    /// <summary>The rows as a list of objects.</summary>
    public static void WriteTo(Utf8JsonWriter json, AnswerTable answer)
    {
        json.WriteStartArray(answer.Name);
        foreach (var row in answer.Rows)
        {
            json.WriteStartObject();
            foreach (var (column, value) in answer.Columns.Zip(row))
            {
                json.WritePropertyName(column.Name);
                WriteJson(json, value);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteTable(AnswerTable answer, string nothing)
    {
        if (answer.Rows.Count == 0 && forPerson)
        {
            output.WriteLine(nothing);
            return;
        }
        var shown = Enumerable.Range(0, answer.Columns.Count).Where(column => answer.Columns[column].Heading.Length > 0).ToList();
        TextTable.Write(
            output,
            forPerson,
            [.. shown.Select(column => answer.Columns[column].Heading)],
            [.. answer.Rows.Select(row => (IReadOnlyList<string>)
                [.. shown.Select(column => Cell(row[column], answer.Columns[column].Kind))])]);
    }

    private string Cell(object? value, CellKind kind) => (kind, value) switch
    {
        (_, null) => "-",
        (CellKind.Money, decimal money) => string.Create(CultureInfo.InvariantCulture, $"${money:0.00}"),
        (CellKind.Amount, long amount) => Amount(amount),
        (CellKind.Age, DateTimeOffset moment) => Age.Short(time.GetUtcNow() - moment),
        (CellKind.Duration, < 1000L) => $"{value}ms",
        (CellKind.Duration, long milliseconds) => Age.Short(TimeSpan.FromMilliseconds(milliseconds)),
        (CellKind.Share, double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %"),
        (CellKind.Trend, IReadOnlyList<decimal> amounts) => Sparkline.Of(amounts),
        _ => TerminalText.OneLine(Plain(value), WidestCell),
    };

    private void WriteCsv(AnswerTable answer)
    {
        output.WriteLine(string.Join(',', answer.Columns.Select(column => Quote(column.Name))));
        foreach (var row in answer.Rows)
        {
            output.WriteLine(string.Join(',', row.Select(value => value is null ? "" : Quote(Plain(value)))));
        }
    }

    /// <summary>As RFC 4180 says.</summary>
    private static string Quote(string text) =>
        text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Plain(object value) => value switch
    {
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        IReadOnlyList<decimal> amounts => string.Join(' ', amounts.Select(amount => Plain(amount))),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void WriteJson(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case IReadOnlyList<decimal> amounts:
                json.WriteStartArray();
                foreach (var amount in amounts)
                {
                    json.WriteNumberValue(amount);
                }
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Plain(value));
                break;
        }
    }

    /// <summary>`950`, `12.3k`, `4.5M`.</summary>
    private static string Amount(long amount) => amount switch
    {
        < 1000 => amount.ToString(CultureInfo.InvariantCulture),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{amount / 1000.0:0.#}k"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{amount / 1_000_000.0:0.#}M"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{amount / 1_000_000_000.0:0.#}G"),
    };
}
