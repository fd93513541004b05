using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>One part of a candidate: the instruction of a predictor, or any other text that has a name.</summary>
/// <param name="Name">Unique in its candidate.</param>
/// <param name="Text">The text.</param>
public sealed record Component(string Name, string Text)
{
    /// <summary>Examples shown with it, in order; empty where only the text counts.</summary>
    public IReadOnlyList<Example> Demos { get; init; } = [];
}
