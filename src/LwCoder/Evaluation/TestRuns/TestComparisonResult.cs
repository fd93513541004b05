namespace LwCoder.Evaluation.TestRuns;

/// <param name="Transitions">Null when a side does not name all its tests.</param>
internal sealed record TestComparisonResult(
    TestCommand Command, TestResults Before, TestResults After, TestTransitions? Transitions,
    IReadOnlyList<TamperFinding> Tampering)
{
    /// <summary>Nothing fails that did not fail before, and no test was taken out of the count. For `--require-tests`.</summary>
    public bool IsGood => !After.TimedOut
        && (After.ExitCode == 0 || (Transitions is { PassToFail.Count: 0 } && Before.ExitCode != 0))
        && !Tampering.Any(finding => finding.Kind is TestRuns.Tampering.Deleted or TestRuns.Tampering.Skipped);
}
