using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LwCoder.Prompting.Signatures;

/// <summary>How one C# type is spelled as a field type, and values carried across both ways.</summary>
/// <param name="FieldType">The field's type.</param>
/// <param name="Write">C# value to canonical value.</param>
/// <param name="Read">Canonical value and path to C# value.</param>
internal sealed record ClrType(FieldType FieldType, Func<object?, object?> Write, Func<object?, string, object?> Read)
{
    /// <exception cref="ArgumentException">No field can hold the type; the message names <paramref name="where"/>.</exception>
    public static ClrType Of(Type type, string where, int depth)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
        {
            return new ClrType(FieldType.Enum(Enum.GetNames(plain)), FieldConversion.Canonical,
                (value, _) => value is null ? null : Enum.Parse(plain, (string)value, ignoreCase: true));
        }
        if (ScalarOf(plain) is { } scalar)
        {
            return new ClrType(scalar, FieldConversion.Canonical, (value, path) => ToScalar(plain, value, path));
        }
        if (ElementOf(plain) is { } element)
        {
            return ListOf(plain, element, where, depth);
        }
        if (plain.IsPrimitive || plain.IsInterface || plain.IsAbstract || typeof(IEnumerable).IsAssignableFrom(plain)
            || plain.Namespace is "System")
        {
            throw new ArgumentException(
                $"{where}: no field can hold a {type}. Use string, a number, bool, an enum, a list or a record.");
        }
        var record = new Lazy<RecordShape>(() => RecordShape.Nested(plain, depth + 1));
        return new ClrType(FieldType.Record(record.Value.Fields), value => value is null ? null : record.Value.Write(value),
            (value, _) => value is null ? null : record.Value.Read((FieldValues)value));
    }

    private static FieldType? ScalarOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => FieldType.String,
        TypeCode.Boolean => FieldType.Bool,
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32
            or TypeCode.Int64 => FieldType.Integer,
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => FieldType.Number,
        _ => null,
    };

    private static object? ToScalar(Type type, object? value, string path)
    {
        try
        {
            return value is null ? null : Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            throw new FieldException(path, $"{FieldConversion.Describe(value)} does not fit a {type.Name}");
        }
    }

    private static Type? ElementOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>)
            || definition == typeof(IEnumerable<>) || definition == typeof(IList<>) || definition == typeof(List<>)
            ? type.GetGenericArguments()[0]
            : null;
    }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification =
        "Arrays of reference types share one instantiation; of value types, only those a property already names as a list.")]
    [UnconditionalSuppressMessage(
        "Trimming", "IL2067", Justification = "List<T> keeps its constructor: the property's type names it.")]
    private static ClrType ListOf(Type list, Type element, string where, int depth)
    {
        var inner = Of(element, where, depth);
        var growable = list.IsGenericType && list.GetGenericTypeDefinition() == typeof(List<>);
        return new ClrType(
            FieldType.List(inner.FieldType),
            value => value is null ? null : ((IEnumerable)value).Cast<object?>().Select(inner.Write).ToArray(),
            (value, path) =>
            {
                if (value is not IReadOnlyList<object?> items)
                {
                    return null;
                }
                var array = Array.CreateInstance(element, items.Count);
                for (var index = 0; index < items.Count; index++)
                {
                    array.SetValue(inner.Read(items[index], $"{path}[{index}]"), index);
                }
                return growable ? Activator.CreateInstance(list, array) : array;
            });
    }
}
