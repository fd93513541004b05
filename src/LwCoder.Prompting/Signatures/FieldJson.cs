using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LwCoder.Prompting.Signatures;

/// <summary>Canonical values to JSON, by hand: no reflection, and text readable as it was written.</summary>
internal static class FieldJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Pretty = Plain with { Indented = true };

    public static string ToString(object? value, bool indented = false) => Build(writer => Write(writer, value), indented);

    /// <summary>Everything the library writes as JSON goes through here, so that escaping is the same everywhere.</summary>
    public static string Build(Action<Utf8JsonWriter> write, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, indented ? Pretty : Plain))
        {
            write(writer);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        using var document = JsonDocument.Parse(Build(write));
        return document.RootElement.Clone();
    }

    /// <summary>A property.</summary>
    public static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        Write(writer, value);
    }

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long whole:
                writer.WriteNumberValue(whole);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case FieldValues record:
                writer.WriteStartObject();
                foreach (var (name, inner) in record)
                {
                    writer.WritePropertyName(name);
                    Write(writer, inner);
                }
                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> list:
                writer.WriteStartArray();
                foreach (var inner in list)
                {
                    Write(writer, inner);
                }
                writer.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException($"{value.GetType()} is not a canonical field value.");
        }
    }
}
