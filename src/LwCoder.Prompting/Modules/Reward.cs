using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>Says what an answer is worth without knowing the right one.</summary>
/// <param name="inputs">What was asked about.</param>
/// <param name="prediction">The answer.</param>
/// <param name="cancel">Ends it.</param>
public delegate ValueTask<Score> Reward(FieldValues inputs, Prediction prediction, CancellationToken cancel);
