using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Evaluation;

/// <summary>What became of one example.</summary>
/// <param name="Index">Its position in the data set.</param>
/// <param name="Example">The example.</param>
/// <param name="Prediction">The answer; null if there is none.</param>
/// <param name="Score">What it is worth; null if it failed.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
/// <param name="Latency">From start to score.</param>
public sealed record EvaluationRow(
    int Index, Example Example, Prediction? Prediction, Score? Score, Exception? Error, TimeSpan Latency)
{
    /// <summary>The example's id, else its position.</summary>
    public string Id => Example.Id ?? Index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What it consumed.</summary>
    public Usage Usage => new Trial(Prediction, Score, Error).Usage;
}
