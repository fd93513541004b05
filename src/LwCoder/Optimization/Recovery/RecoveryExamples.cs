using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Optimization.Examples;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Optimization.Recovery;

/// <summary>
/// Sessions that went wrong one way, as what a recovery prompt for them is made from. How they went on is not in it.
/// </summary>
internal static class RecoveryExamples
{
    public static IReadOnlyList<Example> Of(IEnumerable<SessionExample> sessions, FailureCategory category) =>
        [.. sessions.Where(session => session.Outcome != Outcome.Success && session.Category == category)
            .Select(session => new Example(Write(RecoveryInputs.Of(Report(session, category))), FieldValues.Empty, session.Id))];

    public static RecoveryInput Read(FieldValues inputs) => inputs.ContainsKey("retry_count")
        ? inputs.To<RetryRecoveryInput>()
        : inputs.To<RecoveryInput>();

    private static FieldValues Write(RecoveryInput input) => input is RetryRecoveryInput retry
        ? Records.ToFieldValues(retry)
        : Records.ToFieldValues(input);

    private static DiagnosisReport Report(SessionExample session, FailureCategory category) => new(
        session.Id,
        session.Finding.Category == category
            ? session.Finding
            : session.Finding with { Category = category, SuggestedAction = SuggestedActions.For(category) },
        "rules", session.Facts.KilledBy is { } detector ? new KillFacts(detector, "") : null, session.Patterns,
        DateTimeOffset.UnixEpoch, session.Finding, null);
}
