namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Two candidates made into one.</summary>
/// <param name="Candidate">What came of it.</param>
/// <param name="First">One of the two, the lower number.</param>
/// <param name="Second">The other.</param>
/// <param name="Ancestor">What both come from.</param>
internal sealed record MergePlan(Candidate Candidate, int First, int Second, int Ancestor);
