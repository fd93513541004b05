namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Something to be best at: a dev example, an objective, or one on the other.</summary>
/// <param name="Example">The example's position in the dev set; null: all of them.</param>
/// <param name="Objective">The objective's name; null: the score.</param>
internal readonly record struct FrontKey(int? Example, string? Objective = null);
