using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LwCoder.Prompting.Signatures;

/// <summary>
/// A C# record seen as fields: the parameters of its primary constructor. Read once per type. When an application is
/// trimmed, records nested in a signature's records must be kept by the application.
/// </summary>
internal sealed class RecordShape
{
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties;

    private const string NestedTypes = "Members of the outer record are annotated; nested records are the application's to keep.";
    private const int MaxDepth = 8;

    private readonly ConstructorInfo _constructor;
    private readonly Slot[] _slots;

    private RecordShape([DynamicallyAccessedMembers(Members)] Type type, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ArgumentException($"{type.Name} is nested more than {MaxDepth} deep; a record cannot hold itself.");
        }
        _constructor = type.GetConstructors()
            .Where(candidate => candidate.GetParameters() is { Length: > 0 } parameters && parameters[0].ParameterType != type)
            .MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new ArgumentException($"{type.Name} has no constructor with parameters; declare it as a record with them.");
        var nullability = new NullabilityInfoContext();
        _slots = [.. _constructor.GetParameters().Select(parameter => Slot.Of(type, parameter, nullability, depth))];
        Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name);
        Description = type.GetCustomAttribute<DescriptionAttribute>()?.Description;
        Fields = [.. _slots.Select(slot => slot.Field)];
    }

    public string Name { get; }

    public string? Description { get; }

    public IReadOnlyList<Field> Fields { get; }

    public static RecordShape For<[DynamicallyAccessedMembers(Members)] T>() => Cache<T>.Shape.Value;

    public FieldValues Write(object record) =>
        new([.. _slots.Select(slot => KeyValuePair.Create(slot.Field.Name, slot.Type.Write(slot.Property.GetValue(record))))]);

    /// <exception cref="FieldException">A value is missing or does not fit its parameter.</exception>
    public object Read(FieldValues values)
    {
        var fitted = FieldConversion.FitRecord(Fields, values, "");
        return _constructor.Invoke([.. _slots.Select(slot => slot.Type.Read(fitted[slot.Field.Name], slot.Field.Name))]);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = NestedTypes)]
    public static RecordShape Nested(Type type, int depth) => new(type, depth);

    private static class Cache<[DynamicallyAccessedMembers(Members)] T>
    {
        public static readonly Lazy<RecordShape> Shape = new(() => new RecordShape(typeof(T), depth: 0));
    }

    private sealed record Slot(Field Field, PropertyInfo Property, ClrType Type)
    {
        public static Slot Of(
            [DynamicallyAccessedMembers(Members)] Type owner, ParameterInfo parameter,
            NullabilityInfoContext nullability, int depth)
        {
            var property = owner.GetProperty(parameter.Name!)
                ?? throw new ArgumentException($"{owner.Name} has no property for its constructor parameter {parameter.Name}.");
            var name = parameter.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                ?? property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!);
            var description = parameter.GetCustomAttribute<DescriptionAttribute>()
                ?? property.GetCustomAttribute<DescriptionAttribute>();
            var optional = nullability.Create(parameter).WriteState == NullabilityState.Nullable;
            var type = ClrType.Of(parameter.ParameterType, $"{owner.Name}.{parameter.Name}", depth);
            return new Slot(new Field(name, type.FieldType, description?.Description, optional), property, type);
        }
    }
}
