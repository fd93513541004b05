using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace LwCoder.Prompting.Signatures;

/// <summary>
/// What a model is asked to do: an instruction, typed inputs, typed outputs, in order. It says nothing about how the
/// prompt is laid out; that is an adapter's work. Immutable, so that an optimizer can hold many versions of one.
/// </summary>
public sealed class Signature
{
    private readonly Lazy<JsonElement> _outputSchema;

    /// <summary>Declares a signature at run time.</summary>
    /// <param name="name">Names the predictor in histories, scripts and saved programs; same rules as a field name.</param>
    /// <param name="instructions">The task. Blank: a plain sentence naming the fields.</param>
    /// <param name="inputs">What the caller gives, in the order the model reads it. May be empty.</param>
    /// <param name="outputs">What the model answers, in the order it writes it.</param>
    /// <exception cref="ArgumentException">No output, one name for two fields, or a name that is none.</exception>
    public Signature(string name, string? instructions, IReadOnlyList<Field> inputs, IReadOnlyList<Field> outputs)
    {
        Field.RequireName(name, nameof(name));
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        Field.RequireDistinct(outputs, nameof(outputs));
        Field.RequireDistinct([.. inputs, .. outputs], nameof(inputs));
        Name = name;
        Inputs = [.. inputs];
        Outputs = [.. outputs];
        Instructions = string.IsNullOrWhiteSpace(instructions) ? DefaultInstructions() : instructions.Trim();
        _outputSchema = new Lazy<JsonElement>(() => JsonSchema.Of(Outputs));
    }

    /// <summary>Names the predictor in histories, scripts and saved programs.</summary>
    public string Name { get; }

    /// <summary>The task, in words.</summary>
    public string Instructions { get; }

    /// <summary>What the caller gives.</summary>
    public IReadOnlyList<Field> Inputs { get; }

    /// <summary>What the model answers.</summary>
    public IReadOnlyList<Field> Outputs { get; }

    /// <summary>The outputs as a strict JSON schema: every property required, nothing additional.</summary>
    public JsonElement OutputSchema => _outputSchema.Value;

    /// <summary>
    /// Reads a signature from two records with primary constructors: one parameter, one field. Names become snake_case
    /// (or what <c>[JsonPropertyName]</c> says), <c>[Description]</c> on a parameter describes its field, a nullable
    /// parameter is optional. The name of <typeparamref name="TOut"/> names the signature.
    /// </summary>
    /// <param name="instructions">The task; else <c>[Description]</c> on <typeparamref name="TOut"/>.</param>
    /// <param name="name">Another name.</param>
    /// <exception cref="ArgumentException">A parameter has a type that no field can hold.</exception>
    public static Signature Of<
        [DynamicallyAccessedMembers(RecordShape.Members)] TIn,
        [DynamicallyAccessedMembers(RecordShape.Members)] TOut>(string? instructions = null, string? name = null)
    {
        var output = RecordShape.For<TOut>();
        return new Signature(
            name ?? output.Name, instructions ?? output.Description, RecordShape.For<TIn>().Fields, output.Fields);
    }

    /// <summary>The same fields with another task.</summary>
    public Signature WithInstructions(string instructions) => new(Name, instructions, Inputs, Outputs);

    /// <summary>The same task with another first output, as <c>ChainOfThought</c> needs.</summary>
    public Signature WithFirstOutput(Field field) => new(Name, Instructions, Inputs, [field, .. Outputs]);

    /// <summary>Inputs in declared order and canonical form.</summary>
    /// <exception cref="FieldException">One is missing, unknown or of the wrong type.</exception>
    public FieldValues FitInputs(FieldValues values) => Fit(Inputs, values, "input");

    /// <summary>Outputs in declared order and canonical form.</summary>
    /// <exception cref="FieldException">One is missing or of the wrong type.</exception>
    public FieldValues FitOutputs(FieldValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return FieldConversion.FitRecord(Outputs, values, "");
    }

    /// <summary>As in <c>question: text -> answer: text</c>.</summary>
    public override string ToString() => $"{string.Join(", ", Inputs)} -> {string.Join(", ", Outputs)}";

    private static FieldValues Fit(IReadOnlyList<Field> fields, FieldValues values, string what)
    {
        ArgumentNullException.ThrowIfNull(values);
        var unknown = values.Keys.FirstOrDefault(key => fields.All(field => field.Name != key));
        return unknown is null
            ? FieldConversion.FitRecord(fields, values, "")
            : throw new FieldException(unknown, $"is no {what} here; there are: {string.Join(", ", fields.Select(f => f.Name))}");
    }

    private string DefaultInstructions() => Inputs.Count == 0
        ? $"Write {Names(Outputs)}."
        : $"Read {Names(Inputs)} and answer with {Names(Outputs)}.";

    private static string Names(IReadOnlyList<Field> fields) => string.Join(", ", fields.Select(field => field.Name));
}
