using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace LwCoder.Prompting.Signatures;

/// <summary>
/// Brings values into canonical form and checks them against a type. Conversions lose nothing ("0.5" is a number,
/// 5.0 a whole one); anything that would need a guess is a <see cref="FieldException"/>.
/// </summary>
internal static class FieldConversion
{
    /// <summary>A value as <see cref="FieldValues"/> holds it.</summary>
    /// <exception cref="ArgumentException">JSON has no word for it.</exception>
    public static object? Canonical(object? value) => value switch
    {
        null or string or bool or long or FieldValues => value,
        double number => double.IsFinite(number) ? number : throw new ArgumentException($"{number} is not a finite number."),
        float number => Canonical((double)number),
        decimal number => (double)number,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong number => checked((long)number),
        Enum word => word.ToString(),
        JsonElement json => FromJson(json),
        IEnumerable items => items.Cast<object?>().Select(Canonical).ToArray(),
        _ => throw new ArgumentException($"A field cannot hold a {value.GetType().Name}."),
    };

    /// <summary>The value as the field wants it.</summary>
    /// <exception cref="FieldException">It does not fit.</exception>
    public static object? Fit(Field field, object? value, string path)
    {
        if (value is null)
        {
            return field.IsOptional ? null : throw new FieldException(path, "is null, but a value is required");
        }
        return Fit(field.Type, value, path);
    }

    /// <summary>Reads what a model wrote for one field as plain text.</summary>
    /// <exception cref="FieldException">It does not fit.</exception>
    public static object? FromText(Field field, string text, string path)
    {
        if (field.Type.Kind is FieldKind.String)
        {
            return text is "null" && field.IsOptional ? null : text;
        }
        var bare = TextTolerance.WithoutFence(text).Trim().Trim('`').Trim();
        if (field.Type.Kind is not (FieldKind.List or FieldKind.Record))
        {
            bare = bare.Trim('"', '\'').Trim();
            return bare is "null" && field.IsOptional ? null : Fit(field.Type, bare, path);
        }
        try
        {
            using var document = JsonDocument.Parse(bare);
            return Fit(field, FromJson(document.RootElement), path);
        }
        catch (JsonException error)
        {
            throw new FieldException(path, $"JSON was expected ({field.Type}), but it does not parse: {error.Message}");
        }
    }

    /// <summary>What a value is, for an error message; long text is cut.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"the text \"{TextTolerance.Excerpt(text, 60)}\"",
        bool flag => flag ? "true" : "false",
        long or double => $"the number {Convert.ToString(value, CultureInfo.InvariantCulture)}",
        FieldValues record => $"a record with {(record.Count == 0 ? "no fields" : string.Join(", ", record.Keys))}",
        IReadOnlyList<object?> list => $"a list of {list.Count}",
        _ => value.GetType().Name,
    };

    private static object Fit(FieldType type, object value, string path) => type.Kind switch
    {
        FieldKind.String => value switch
        {
            string text => text,
            bool flag => flag ? "true" : "false",
            long or double => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            _ => throw Expected("text", value, path),
        },
        FieldKind.Number => ToNumber(value) ?? throw Expected("a number", value, path),
        FieldKind.Integer => ToInteger(value) ?? throw Expected("a whole number", value, path),
        FieldKind.Bool => ToBool(value) ?? throw Expected("true or false", value, path),
        FieldKind.Enum => ToChoice(type, value) ?? throw Expected(type.ToString(), value, path),
        FieldKind.List => ToList(type, value, path),
        _ => value is FieldValues record ? FitRecord(type.Fields, record, path + ".") : throw Expected("a record", value, path),
    };

    /// <summary>All fields, in declared order; fields that were not declared are dropped.</summary>
    public static FieldValues FitRecord(IReadOnlyList<Field> fields, FieldValues values, string prefix)
    {
        var fitted = new List<KeyValuePair<string, object?>>(fields.Count);
        foreach (var field in fields)
        {
            var path = prefix + field.Name;
            if (!values.TryGetValue(field.Name, out var value) && !field.IsOptional)
            {
                throw new FieldException(path, "is missing");
            }
            fitted.Add(new(field.Name, Fit(field, value, path)));
        }
        return new FieldValues(fitted);
    }

    private static object?[] ToList(FieldType type, object value, string path)
    {
        if (value is not IReadOnlyList<object?> items)
        {
            throw Expected("a list", value, path);
        }
        var fitted = new object?[items.Count];
        for (var index = 0; index < fitted.Length; index++)
        {
            var step = $"{path}[{index}]";
            fitted[index] = Fit(type.Element!, items[index] ?? throw new FieldException(step, "is null"), step);
        }
        return fitted;
    }

    private static double? ToNumber(object value) => value switch
    {
        double number => number,
        long whole => whole,
        string text when double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
            && double.IsFinite(parsed) => parsed,
        _ => null,
    };

    private static long? ToInteger(object value) => value switch
    {
        long whole => whole,
        double number when Math.Abs(number) < 1L << 53 && Math.Floor(number) == number => (long)number,
        string text when long.TryParse(
            text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };

    private static bool? ToBool(object value) => value switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out var parsed) => parsed,
        string text when text.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase) => true,
        string text when text.Trim().Equals("no", StringComparison.OrdinalIgnoreCase) => false,
        _ => null,
    };

    private static string? ToChoice(FieldType type, object value) => value is string text
        ? type.Choices.FirstOrDefault(choice => choice.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
        : null;

    private static FieldException Expected(string expected, object value, string path) =>
        new(path, $"expected {expected}, found {Describe(value)}");

    private static object? FromJson(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return json.GetString();
            case JsonValueKind.True or JsonValueKind.False:
                return json.GetBoolean();
            case JsonValueKind.Number:
                return json.TryGetInt64(out var whole) ? (object)whole
                    : json.TryGetDouble(out var number) && double.IsFinite(number) ? number
                    : throw new JsonException($"{json.GetRawText()} is out of range.");
            case JsonValueKind.Array:
                return json.EnumerateArray().Select(FromJson).ToArray();
            case JsonValueKind.Object:
                var pairs = new List<KeyValuePair<string, object?>>();
                foreach (var property in json.EnumerateObject())
                {
                    if (pairs.Exists(pair => pair.Key == property.Name))
                    {
                        throw new JsonException($"The key '{property.Name}' appears twice.");
                    }
                    pairs.Add(new(property.Name, FromJson(property.Value)));
                }
                return new FieldValues(pairs);
            default:
                return null;
        }
    }
}
