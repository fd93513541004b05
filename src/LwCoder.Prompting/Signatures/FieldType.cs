namespace LwCoder.Prompting.Signatures;

/// <summary>The type of a field, as told to the model and checked on its answer. Immutable.</summary>
public sealed class FieldType
{
    private FieldType(FieldKind kind) => Kind = kind;

    /// <summary>Text of any length.</summary>
    public static FieldType String { get; } = new(FieldKind.String);

    /// <summary>A finite number.</summary>
    public static FieldType Number { get; } = new(FieldKind.Number);

    /// <summary>A whole number of 64 bits.</summary>
    public static FieldType Integer { get; } = new(FieldKind.Integer);

    /// <summary>True or false.</summary>
    public static FieldType Bool { get; } = new(FieldKind.Bool);

    /// <summary>What the field holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>The allowed words of an enum, in declared order; otherwise empty.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>The type of a list's elements; otherwise null.</summary>
    public FieldType? Element { get; private init; }

    /// <summary>The fields of a record, in declared order; otherwise empty.</summary>
    public IReadOnlyList<Field> Fields { get; private init; } = [];

    /// <summary>One of the given words.</summary>
    /// <exception cref="ArgumentException">No word, a blank word or a word twice.</exception>
    public static FieldType Enum(params IReadOnlyList<string> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (choices.Count == 0 || choices.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("An enum needs at least one word, and no blank ones.", nameof(choices));
        }
        if (choices.Distinct(StringComparer.OrdinalIgnoreCase).Count() != choices.Count)
        {
            throw new ArgumentException("An enum's words must differ by more than case.", nameof(choices));
        }
        return new FieldType(FieldKind.Enum) { Choices = [.. choices] };
    }

    /// <summary>A list of one type.</summary>
    public static FieldType List(FieldType element)
    {
        ArgumentNullException.ThrowIfNull(element);
        return new FieldType(FieldKind.List) { Element = element };
    }

    /// <summary>A record of named fields.</summary>
    /// <exception cref="ArgumentException">No field, or two fields of one name.</exception>
    public static FieldType Record(params IReadOnlyList<Field> fields)
    {
        Field.RequireDistinct(fields, nameof(fields));
        return new FieldType(FieldKind.Record) { Fields = [.. fields] };
    }

    /// <summary>The type in a few words, as the model reads it: <c>list of one of: good, bad</c>.</summary>
    public override string ToString() => Kind switch
    {
        FieldKind.String => "text",
        FieldKind.Number => "number",
        FieldKind.Integer => "whole number",
        FieldKind.Bool => "true or false",
        FieldKind.Enum => $"one of: {string.Join(", ", Choices)}",
        FieldKind.List => $"list of {Element}",
        _ => $"record of {string.Join(", ", Fields.Select(field => field.Name))}",
    };
}
