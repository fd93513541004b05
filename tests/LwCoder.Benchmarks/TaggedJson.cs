using System.Globalization;
using System.Text.Json;
using LwCoder.Configuration.Toml;

namespace LwCoder.Benchmarks;

/// <summary>toml-test's notation: tables and arrays as in JSON, every other value as `{"type": "…", "value": "…"}`.</summary>
internal static class TaggedJson
{
    public static void Write(Utf8JsonWriter json, TomlValue value)
    {
        switch (value)
        {
            case TomlTable table:
                json.WriteStartObject();
                foreach (var (name, entry) in table.Entries)
                {
                    json.WritePropertyName(name);
                    Write(json, entry.Value);
                }
                json.WriteEndObject();
                break;
            case TomlArray array:
                json.WriteStartArray();
                foreach (var item in array.Items)
                {
                    Write(json, item);
                }
                json.WriteEndArray();
                break;
            default:
                var (type, text) = Tag(value);
                json.WriteStartObject();
                json.WriteString("type", type);
                json.WriteString("value", text);
                json.WriteEndObject();
                break;
        }
    }

    private static (string Type, string Text) Tag(TomlValue value) => value switch
    {
        TomlString text => ("string", text.Value),
        TomlInteger number => ("integer", number.Value.ToString(CultureInfo.InvariantCulture)),
        TomlFloat number => ("float", Format(number.Value)),
        TomlBoolean flag => ("bool", flag.Value ? "true" : "false"),
        TomlMoment moment => (TypeOf(moment.Kind), moment.Text),
        _ => throw new InvalidOperationException($"no tag for {value.GetType()}"),
    };

    private static string Format(double number) => number switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string TypeOf(TomlMomentKind kind) => kind switch
    {
        TomlMomentKind.OffsetDateTime => "datetime",
        TomlMomentKind.LocalDateTime => "datetime-local",
        TomlMomentKind.LocalDate => "date-local",
        _ => "time-local",
    };
}
