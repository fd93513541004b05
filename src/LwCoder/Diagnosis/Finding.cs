namespace LwCoder.Diagnosis;

/// <summary>What one rule, or a classifier, makes of a session.</summary>
/// <param name="Confidence">0 to 1; of a rule it is a constant and not computed.</param>
/// <param name="Summary">One sentence in our words.</param>
/// <param name="SuggestedAction">What another attempt should do instead.</param>
internal sealed record Finding(
    FailureCategory Category, double Confidence, string Summary, string SuggestedAction, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>What fails again and again, in a session that does not get past it.</summary>
    public Failing? Failing { get; init; }
}

/// <param name="Tool">As the agent calls it.</param>
/// <param name="Error">What it said last, at most 200 characters.</param>
/// <param name="Attempts">How often it failed.</param>
internal sealed record Failing(string Tool, string Error, int Attempts);
