using LwCoder.Evaluation.TestReports;

namespace LwCoder.Evaluation.TestRuns;

/// <param name="Transitions">Null when a side does not name all its tests.</param>
internal sealed record TestComparisonResult(
    TestCommand Command, TestResults Before, TestResults After, TestTransitions? Transitions,
    IReadOnlyList<TamperFinding> Tampering)
{
    /// <summary>
    /// Nothing fails that did not fail before, and no test was taken out of the count: what a check may require.
    /// </summary>
    public bool IsGood => !After.TimedOut
        && (After.ExitCode == 0 || OnlyOldFailures)
        && !Tampering.Any(finding => finding.Kind is TestRuns.Tampering.Deleted or TestRuns.Tampering.Skipped);

    private bool OnlyOldFailures => Before.ExitCode != 0 && Transitions is { } moved
        && After.Cases.Where(test => test.Status == TestStatus.Failed)
            .All(test => moved.FailToFail.Contains(test.Name) || moved.Flaky.Contains(test.Name));
}
