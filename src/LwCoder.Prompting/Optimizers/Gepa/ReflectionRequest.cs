namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>What a reflecting model is asked for.</summary>
/// <param name="Number">Which question of the run, from 1.</param>
/// <param name="Parent">The candidate reflected on.</param>
/// <param name="Components">The components to rewrite.</param>
/// <param name="Examples">The training examples it was run on.</param>
/// <param name="Rollouts">What came out, in the same order.</param>
internal sealed record ReflectionRequest(
    int Number, Candidate Parent, IReadOnlyList<string> Components, IReadOnlyList<int> Examples, IReadOnlyList<Rollout> Rollouts);
