using System.Diagnostics.CodeAnalysis;

namespace LwCoder.Prompting.Signatures;

/// <summary>C# records to field values and back.</summary>
public static class Records
{
    /// <summary>The fields a record declares: the parameters of its primary constructor.</summary>
    /// <exception cref="ArgumentException">A parameter has a type that no field can hold.</exception>
    public static IReadOnlyList<Field> FieldsOf<[DynamicallyAccessedMembers(RecordShape.Members)] T>() =>
        RecordShape.For<T>().Fields;

    /// <summary>A record's values.</summary>
    public static FieldValues ToFieldValues<[DynamicallyAccessedMembers(RecordShape.Members)] T>(T record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return RecordShape.For<T>().Write(record);
    }

    /// <summary>A record made of values; values it does not declare are left out.</summary>
    /// <exception cref="FieldException">A value is missing or does not fit.</exception>
    public static T To<[DynamicallyAccessedMembers(RecordShape.Members)] T>(this FieldValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return (T)RecordShape.For<T>().Read(values);
    }
}
