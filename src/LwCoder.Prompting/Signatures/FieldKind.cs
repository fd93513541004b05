namespace LwCoder.Prompting.Signatures;

/// <summary>What a field can hold. Small on purpose: each kind has one spelling in a prompt, in JSON and in C#.</summary>
public enum FieldKind
{
    /// <summary>Text; <see cref="string"/>.</summary>
    String,

    /// <summary>A finite number; <see cref="double"/>.</summary>
    Number,

    /// <summary>A whole number; <see cref="long"/>.</summary>
    Integer,

    /// <summary>True or false; <see cref="bool"/>.</summary>
    Bool,

    /// <summary>One of a fixed set of words; the word as a <see cref="string"/>.</summary>
    Enum,

    /// <summary>Values of one type in order; <see cref="IReadOnlyList{T}"/> of <see cref="object"/>.</summary>
    List,

    /// <summary>Named fields; <see cref="FieldValues"/>.</summary>
    Record,
}
