namespace LwCoder.Prompting.Signatures;

/// <summary>Inputs with the outputs wanted for them: a demonstration in a prompt, or a row of a data set.</summary>
/// <param name="Inputs">What the caller would give.</param>
/// <param name="Outputs">What a good answer is; may be empty in a data set whose metric needs no reference.</param>
/// <param name="Id">Names the row in reports; null: its position.</param>
public sealed record Example(FieldValues Inputs, FieldValues Outputs, string? Id = null);
