using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>
/// A rule for answers: told to the model before it answers, checked after. A broken rule is shown to the model, which
/// may answer again; then a required rule is an error and a suggested one a warning.
/// </summary>
public sealed class Assertion
{
    private readonly Func<FieldValues, FieldValues, bool> _holds;

    private Assertion(string constraint, Func<FieldValues, FieldValues, bool> holds, bool isRequired)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(constraint);
        ArgumentNullException.ThrowIfNull(holds);
        Constraint = constraint.Trim();
        _holds = holds;
        IsRequired = isRequired;
    }

    /// <summary>The rule, as the model reads it: a sentence about the answer.</summary>
    public string Constraint { get; }

    /// <summary>Whether an answer that breaks it is an error.</summary>
    public bool IsRequired { get; }

    /// <summary>A rule every answer must keep.</summary>
    /// <param name="constraint">The rule, as the model reads it.</param>
    /// <param name="holds">Whether inputs (first) and outputs (second) keep it. An exception it throws is a bug, and not
    /// caught.</param>
    public static Assertion Assert(string constraint, Func<FieldValues, FieldValues, bool> holds) => new(constraint, holds, true);

    /// <summary>A rule every answer should keep.</summary>
    /// <param name="constraint">The rule, as the model reads it.</param>
    /// <param name="holds">Whether inputs (first) and outputs (second) keep it. An exception it throws is a bug, and not
    /// caught.</param>
    public static Assertion Suggest(string constraint, Func<FieldValues, FieldValues, bool> holds) =>
        new(constraint, holds, false);

    /// <summary>Whether an answer keeps it.</summary>
    public bool Holds(FieldValues inputs, FieldValues outputs) => _holds(inputs, outputs);
}
