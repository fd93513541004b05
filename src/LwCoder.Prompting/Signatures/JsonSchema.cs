using System.Text.Json;

namespace LwCoder.Prompting.Signatures;

/// <summary>
/// Writes the strict subset every provider accepts: each property required, nothing additional, null as a type of its
/// own for optional fields. Ranges belong in descriptions and assertions.
/// </summary>
internal static class JsonSchema
{
    public static JsonElement Of(IReadOnlyList<Field> fields) =>
        FieldJson.Element(writer => WriteRecord(writer, fields, null, false));

    public static string TextOf(FieldType type) => FieldJson.Build(writer => WriteType(writer, type, null, false));

    private static void WriteRecord(Utf8JsonWriter writer, IReadOnlyList<Field> fields, string? description, bool optional)
    {
        writer.WriteStartObject();
        WriteTypeName(writer, "object", optional);
        WriteDescription(writer, description);
        writer.WriteStartObject("properties");
        foreach (var field in fields)
        {
            writer.WritePropertyName(field.Name);
            WriteType(writer, field.Type, field.Description, field.IsOptional);
        }
        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (var field in fields)
        {
            writer.WriteStringValue(field.Name);
        }
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties", false);
        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, FieldType type, string? description, bool optional)
    {
        if (type.Kind == FieldKind.Record)
        {
            WriteRecord(writer, type.Fields, description, optional);
            return;
        }
        writer.WriteStartObject();
        WriteTypeName(writer, NameOf(type.Kind), optional);
        WriteDescription(writer, description);
        if (type.Kind == FieldKind.Enum)
        {
            writer.WriteStartArray("enum");
            foreach (var choice in type.Choices)
            {
                writer.WriteStringValue(choice);
            }
            if (optional)
            {
                writer.WriteNullValue();
            }
            writer.WriteEndArray();
        }
        if (type.Element is not null)
        {
            writer.WritePropertyName("items");
            WriteType(writer, type.Element, null, false);
        }
        writer.WriteEndObject();
    }

    private static string NameOf(FieldKind kind) => kind switch
    {
        FieldKind.Number => "number",
        FieldKind.Integer => "integer",
        FieldKind.Bool => "boolean",
        FieldKind.List => "array",
        _ => "string",
    };

    private static void WriteTypeName(Utf8JsonWriter writer, string name, bool optional)
    {
        if (!optional)
        {
            writer.WriteString("type", name);
            return;
        }
        writer.WriteStartArray("type");
        writer.WriteStringValue(name);
        writer.WriteStringValue("null");
        writer.WriteEndArray();
    }

    private static void WriteDescription(Utf8JsonWriter writer, string? description)
    {
        if (description is not null)
        {
            writer.WriteString("description", description);
        }
    }
}
