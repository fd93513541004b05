namespace LwCoder.Diagnosis;

/// <summary>What went wrong in a session, who says so, and what shows it.</summary>
/// <param name="Session">The agent's id of it.</param>
/// <param name="Finding">What counts.</param>
/// <param name="DecidedBy">outcome, rules or classifier.</param>
/// <param name="Kill">Why the governor ended the session; null when it did not.</param>
/// <param name="Rules">What the rules say; null where they were not asked.</param>
/// <param name="Classifier">What a compiled classifier says; null when there is none or it has no answer.</param>
internal sealed record DiagnosisReport(
    string Session, Finding Finding, string DecidedBy, KillFacts? Kill, IReadOnlyList<ToolPattern> Patterns, DateTimeOffset At,
    Finding? Rules, ClassifierWord? Classifier)
{
    public string? KilledBy => Kill?.Detector;

    public FailureCategory Category => Finding.Category;

    public double Confidence => Finding.Confidence;

    /// <summary>Another attempt that is told of it may go better.</summary>
    public bool IsOfModel => Category.IsOfModel();
}
