namespace LwCoder.Prompting.Optimizers;

/// <summary>What a search ended with.</summary>
/// <param name="Best">The best candidate by the dev examples; the baseline if nothing was better.</param>
/// <param name="BaselineScore">The baseline's mean on the dev examples; null if it could not be measured.</param>
/// <param name="BestScore">The best candidate's.</param>
/// <param name="Candidates">How many different candidates were tried, the baseline included.</param>
/// <param name="StoppedBy">What ended it before it was through; null if nothing did.</param>
public sealed record OptimizerOutcome(
    Candidate Best, double? BaselineScore, double? BestScore, int Candidates, string? StoppedBy);
