using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Telemetry;

/// <summary>Prints an answer as a table, as JSON or as CSV.</summary>
/// <param name="width">Of the person's terminal; null where nothing has to fit.</param>
internal sealed class AnswerPrinter(TextWriter output, bool forPerson, int? width, TimeProvider time)
{
    /// <summary>Of a cell in a table: an agent's words can be long. A wider terminal has room for more of them.</summary>
    private readonly int _widestCell = Math.Max(60, width ?? 0);

    /// <param name="nothing">What a person is told when there are no rows.</param>
    public void Write(AnswerTable answer, OutputFormat format, string nothing)
    {
        switch (format)
        {
            case OutputFormat.Json:
                JsonAnswer.Write(output, (json, flush) => WriteTo(json, answer, flush));
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
    /// <param name="flush">Called after each.</param>
    public static void WriteTo(Utf8JsonWriter json, AnswerTable answer, Action? flush = null)
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
            flush?.Invoke();
        }
        json.WriteEndArray();
    }

    private void WriteTable(AnswerTable answer, string nothing)
    {
        var shown = Enumerable.Range(0, answer.Columns.Count).Where(column => answer.Columns[column].Heading.Length > 0).ToList();
        var columns = shown.ConvertAll(column => answer.Columns[column]);
        if (!forPerson)
        {
            foreach (var row in answer.Rows)
            {
                output.WriteLine(string.Join('\t', shown.Select(column => Cell(row[column], answer.Columns[column].Kind))));
            }
            return;
        }
        var isNumber = columns.ConvertAll(_ => true);
        var rows = new List<string[]>();
        foreach (var row in answer.Rows)
        {
            rows.Add([.. shown.Select((column, index) => Cell(row[column], columns[index].Kind))]);
            for (var index = 0; index < columns.Count; index++)
            {
                isNumber[index] &= row[shown[index]] is null or int or long or decimal or double;
            }
        }
        if (rows.Count == 0)
        {
            output.WriteLine(nothing);
            return;
        }
        var widths = columns
            .Select((column, index) => Math.Max(column.Heading.Length, rows.Max(row => row[index].Length))).ToList();
        var fitted = width is { } room ? TableFit.Fit(columns, widths, room) : [.. widths];
        WriteLine([.. columns.Select(column => column.Heading)]);
        rows.ForEach(WriteLine);

        void WriteLine(string[] cells) => output.WriteLine(string.Join("  ", cells.Select((cell, index) => (cell, index))
            .Where(one => fitted[one.index] > 0)
            .Select(one => (Cell: Cut(one.cell, fitted[one.index]), Width: fitted[one.index], IsNumber: isNumber[one.index]))
            .Select(one => one.IsNumber ? one.Cell.PadLeft(one.Width) : one.Cell.PadRight(one.Width))).TrimEnd());
    }

    private static string Cut(string cell, int most) => cell.Length <= most
        ? cell
        : string.Concat(cell.AsSpan(0, char.IsHighSurrogate(cell[most - 2]) ? most - 2 : most - 1), "…");

    private string Cell(object? value, CellKind kind) => (kind, value) switch
    {
        (_, null) => "-",
        (CellKind.Money, > 0m and < 0.01m) => string.Create(CultureInfo.InvariantCulture, $"${value:0.0000}"),
        (CellKind.Money, decimal money) => string.Create(CultureInfo.InvariantCulture, $"${money:0.00}"),
        (CellKind.Amount, long amount) => Amount(amount),
        (CellKind.Age, DateTimeOffset moment) => Age.Short(time.GetUtcNow() - moment),
        (CellKind.Duration, < 1000L) => $"{value}ms",
        (CellKind.Duration, < 10_000L and var milliseconds) =>
            string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0}s"),
        (CellKind.Duration, long milliseconds) => Age.Short(TimeSpan.FromMilliseconds(milliseconds)),
        (CellKind.Share, double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %"),
        (CellKind.Trend, IReadOnlyList<decimal> amounts) => Sparkline.Of(amounts),
        (_, TreeCell node) when forPerson => new string(' ', 2 * node.Depth) + TerminalText.OneLine(node.Text, _widestCell),
        _ => TerminalText.OneLine(Plain(value), _widestCell),
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
