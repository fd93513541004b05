namespace LwCoder.Prompting.Programs;

/// <summary>Where a program comes from, so that a person can judge it a year later.</summary>
/// <param name="CreatedAt">When it was saved.</param>
/// <param name="Facts">Whatever else is known, by name: the model, the optimizer, the data set, the score, the parent.</param>
public sealed record Provenance(DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>The version of this library, written into every file.</summary>
    public static string Library { get; } =
        $"LwCoder.Prompting {typeof(Provenance).Assembly.GetName().Version?.ToString(3)}";
}
