using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>
/// One answered predictor inside a module: what an optimizer turns into a demo, or shows to a reflecting model.
/// </summary>
/// <param name="Predictor">Its name.</param>
/// <param name="Inputs">What it was given.</param>
/// <param name="Outputs">What it answered.</param>
public sealed record PredictorCall(string Predictor, FieldValues Inputs, FieldValues Outputs);
