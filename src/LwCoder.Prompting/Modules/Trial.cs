using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;

namespace LwCoder.Prompting.Modules;

/// <summary>One of several tries at the same inputs.</summary>
/// <param name="Prediction">What came out; null if it failed.</param>
/// <param name="Score">What it was worth; null if it failed.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
public sealed record Trial(Prediction? Prediction, Score? Score, Exception? Error)
{
    /// <summary>What it consumed, as far as is known.</summary>
    public Usage Usage => Prediction?.Usage ?? Error switch
    {
        AnswerException error => error.Usage,
        AssertionException error => error.Usage,
        ModelException error => error.Usage,
        _ => Usage.None,
    };
}
