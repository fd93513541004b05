using System.Text.Json;

namespace LwCoder.Agents.Events;

/// <summary>
/// Looks into JSON whose shape nobody guarantees: a missing field and a field of the wrong kind are the same absence.
/// </summary>
internal static class JsonFields
{
    /// <summary>The field, or an element of kind <see cref="JsonValueKind.Undefined"/>.</summary>
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(this JsonElement element, string name) => element.Field(name).AsText();

    public static string? AsText(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    public static bool Flag(this JsonElement element, string name) =>
        element.Field(name).ValueKind == JsonValueKind.True;

    /// <summary>A whole number; a number with a fraction or out of range counts as absent.</summary>
    public static long? Whole(this JsonElement element, string name)
    {
        var field = element.Field(name);
        return field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out var number) ? number : null;
    }

    public static decimal? Money(this JsonElement element, string name)
    {
        var field = element.Field(name);
        return field.ValueKind == JsonValueKind.Number && field.TryGetDecimal(out var number) ? number : null;
    }

    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : Enumerable.Empty<JsonElement>();

    public static IEnumerable<JsonElement> Values(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(property => property.Value)
            : [];

    /// <summary>An object as JSON text, `{}` for anything else.</summary>
    public static string AsObject(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.GetRawText() : "{}";
}
