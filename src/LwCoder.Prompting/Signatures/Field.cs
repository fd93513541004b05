using System.Text.RegularExpressions;

namespace LwCoder.Prompting.Signatures;

/// <summary>One named input or output of a <see cref="Signature"/>. Name and description are what the model sees.</summary>
public sealed partial class Field
{
    /// <summary>Declares a field; the factories beside it are shorter.</summary>
    /// <param name="name">A letter or underscore, then letters, digits, underscores; by custom snake_case.</param>
    /// <param name="type">What it holds.</param>
    /// <param name="description">One line for the model: meaning, unit, range.</param>
    /// <param name="isOptional">Whether null is an answer. A required field is never filled in silently.</param>
    /// <exception cref="ArgumentException">The name is not a name.</exception>
    public Field(string name, FieldType type, string? description = null, bool isOptional = false)
    {
        ArgumentNullException.ThrowIfNull(type);
        RequireName(name, nameof(name));
        Name = name;
        Type = type;
        Description = string.IsNullOrWhiteSpace(description) ? null : description.Trim();
        IsOptional = isOptional;
    }

    /// <summary>The name, unique in its signature or record.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public FieldType Type { get; }

    /// <summary>What it means, or null.</summary>
    public string? Description { get; }

    /// <summary>Whether null is allowed.</summary>
    public bool IsOptional { get; }

    /// <summary>A text field.</summary>
    public static Field String(string name, string? description = null) => new(name, FieldType.String, description);

    /// <summary>A number field.</summary>
    public static Field Number(string name, string? description = null) => new(name, FieldType.Number, description);

    /// <summary>A whole-number field.</summary>
    public static Field Integer(string name, string? description = null) => new(name, FieldType.Integer, description);

    /// <summary>A true-or-false field.</summary>
    public static Field Bool(string name, string? description = null) => new(name, FieldType.Bool, description);

    /// <summary>A field that holds one of the given words.</summary>
    public static Field Enum(string name, IReadOnlyList<string> choices, string? description = null) =>
        new(name, FieldType.Enum(choices), description);

    /// <summary>A field that holds a list.</summary>
    public static Field List(string name, FieldType element, string? description = null) =>
        new(name, FieldType.List(element), description);

    /// <summary>A field that holds named fields of its own.</summary>
    public static Field Record(string name, IReadOnlyList<Field> fields, string? description = null) =>
        new(name, FieldType.Record(fields), description);

    /// <summary>The same field where null is allowed.</summary>
    public Field Optional() => new(Name, Type, Description, isOptional: true);

    /// <summary>Name and type, as in <c>score: number</c>.</summary>
    public override string ToString() => $"{Name}: {Type}{(IsOptional ? " or null" : "")}";

    internal static void RequireDistinct(IReadOnlyList<Field> fields, string parameter)
    {
        ArgumentNullException.ThrowIfNull(fields, parameter);
        if (fields.Count == 0)
        {
            throw new ArgumentException("At least one field is needed.", parameter);
        }
        var twice = fields.GroupBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException($"The field '{twice.Key}' is declared twice.", parameter);
        }
    }

    internal static void RequireName(string name, string parameter)
    {
        if (name is null || !NamePattern().IsMatch(name))
        {
            throw new ArgumentException($"'{name}' is not a name: use letters, digits and underscores.", parameter);
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex NamePattern();
}
