using LwCoder.Evaluation.TestReports;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>What came of running the tests once.</summary>
/// <param name="ExitCode">Null when it took too long and was ended.</param>
/// <param name="Report">Null when nothing it wrote or printed was recognised.</param>
/// <param name="Tail">The last lines it printed.</param>
internal sealed record TestRun(int? ExitCode, TimeSpan Duration, TestReport? Report, string Tail)
{
    public bool TimedOut => ExitCode is null;

    public IReadOnlyList<TestCase> Failures =>
        [.. (Report?.Cases ?? []).Where(test => test.Status == TestStatus.Failed)];
}
