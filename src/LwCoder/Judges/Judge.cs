namespace LwCoder.Judges;

/// <summary>A reviewer of finished changes: what it looks at, who it is and how much it counts.</summary>
/// <param name="Name">Its file's name without `.md`.</param>
/// <param name="Weight">0 to 1; its share in the weighted score.</param>
/// <param name="Model">As the provider calls it, or a name of `[models]`.</param>
/// <param name="Instructions">What to judge and how to score.</param>
internal sealed record Judge(string Name, double Weight, string Model, string Instructions);
