namespace LwCoder.Prompting.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Row">The example just finished.</param>
/// <param name="Done">Examples finished, failed ones included.</param>
/// <param name="Total">Examples in all.</param>
/// <param name="Failures">Examples failed.</param>
/// <param name="Mean">The mean score so far; null before the first score.</param>
public sealed record EvaluationProgress(EvaluationRow Row, int Done, int Total, int Failures, double? Mean);
