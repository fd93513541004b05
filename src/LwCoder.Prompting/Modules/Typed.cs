using System.Diagnostics.CodeAnalysis;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>A module seen through two C# records.</summary>
/// <typeparam name="TIn">Inputs.</typeparam>
/// <typeparam name="TOut">Outputs; may leave some out, such as a chain of thought's reasoning.</typeparam>
public sealed class Typed<
    [DynamicallyAccessedMembers(RecordShape.Members)] TIn,
    [DynamicallyAccessedMembers(RecordShape.Members)] TOut>
{
    /// <summary>Wraps a module.</summary>
    /// <exception cref="ArgumentException">The records' fields are not the signature's.</exception>
    public Typed(PromptModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        Module = module;
        Require<TIn>(module.Signature.Inputs, all: true);
        Require<TOut>(module.Signature.Outputs, all: false);
    }

    /// <summary>The module.</summary>
    public PromptModule Module { get; }

    /// <summary>Answers; fails as <see cref="PromptModule.RunAsync"/> does.</summary>
    public async Task<Prediction<TOut>> RunAsync(TIn inputs, CallOptions? options = null, CancellationToken cancel = default)
    {
        var prediction = await Module.RunAsync(Records.ToFieldValues(inputs), options, cancel).ConfigureAwait(false);
        return new Prediction<TOut>(prediction.Outputs.To<TOut>(), prediction);
    }

    private static void Require<[DynamicallyAccessedMembers(RecordShape.Members)] T>(IReadOnlyList<Field> declared, bool all)
    {
        var fields = Records.FieldsOf<T>();
        var strange = fields.FirstOrDefault(field => declared.All(other => other.Name != field.Name));
        var missing = all ? declared.FirstOrDefault(field => fields.All(other => other.Name != field.Name)) : null;
        if ((strange ?? missing) is { } field)
        {
            throw new ArgumentException($"{typeof(T).Name} and the signature differ in the field '{field.Name}'.");
        }
    }
}
