namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>A row of the simulated data set.</summary>
/// <param name="Id">As in <c>t-007</c>: train, <c>v-</c> validation, <c>s-</c> test.</param>
/// <param name="Input">What the task model is shown.</param>
/// <param name="Answer">What is right.</param>
/// <param name="Note">What the first of two stages should say.</param>
/// <param name="Hints">The codes that feedback names.</param>
/// <param name="HintsA">Those of the first stage.</param>
/// <param name="HintsB">Those of the second.</param>
internal sealed record SimCase(
    string Id, string Input, string Answer, string Note, IReadOnlyList<string> Hints, IReadOnlyList<string> HintsA,
    IReadOnlyList<string> HintsB);
