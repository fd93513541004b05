using LwCoder.Evaluation.TestReports;
using LwCoder.Evaluation.TestRuns;

namespace LwCoder.Training.Replays;

/// <summary>What a change is worth, 0 to 1: half what the tests say and half what the judges say, of those there are.</summary>
internal static class ReplayScore
{
    public static double? Of(double? tests, double? judges) => new[] { tests, judges }.Average();

    /// <summary>
    /// The share of the tests that were there before which pass now: those that passed must go on, those that failed are to be
    /// fixed, and one that is gone or skipped does not pass. A test the agent added counts only when it fails, or an agent could
    /// raise its own score. Where runners do not name their tests, only whether they succeed.
    /// </summary>
    public static double OfTests(TestResults before, TestResults after)
    {
        if (!before.IsComplete || !after.IsComplete)
        {
            return after.ExitCode == 0 ? 1 : 0;
        }
        var flaky = before.Flaky.Concat(after.Flaky).ToHashSet();
        var old = TestTransitions.ByName(before.Cases);
        var now = TestTransitions.ByName(after.Cases);
        var asked = old.Where(test => test.Value != TestStatus.Skipped && !flaky.Contains(test.Key)).ToList();
        var passing = asked.Count(test => now.GetValueOrDefault(test.Key, TestStatus.Skipped) == TestStatus.Passed);
        var failingNew = now.Count(test =>
            test.Value == TestStatus.Failed && !old.ContainsKey(test.Key) && !flaky.Contains(test.Key));
        return asked.Count + failingNew == 0
            ? (after.ExitCode == 0 ? 1 : 0)
            : (double)passing / (asked.Count + failingNew);
    }
}
