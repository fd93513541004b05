using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Programs;

/// <summary>The learned part of one predictor, and the names of the fields it was learned for.</summary>
/// <param name="Name">The predictor.</param>
/// <param name="Instructions">Its task.</param>
/// <param name="Inputs">Names of its inputs.</param>
/// <param name="Outputs">Names of its outputs.</param>
/// <param name="Demos">Its examples.</param>
public sealed record SavedPredictor(
    string Name, string Instructions, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<Example> Demos);
