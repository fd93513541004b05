using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Evaluation;

/// <summary>Says what an answer is worth, knowing the example.</summary>
/// <param name="example">The row, with its reference outputs if it has any.</param>
/// <param name="prediction">The answer.</param>
/// <param name="cancel">Ends it.</param>
public delegate ValueTask<Score> Metric(Example example, Prediction prediction, CancellationToken cancel);
