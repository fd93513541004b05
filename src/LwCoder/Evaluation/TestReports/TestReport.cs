namespace LwCoder.Evaluation.TestReports;

/// <summary>What a runner reported.</summary>
/// <param name="Format">Its name, for people: `TRX`, `JUnit XML`, ….</param>
/// <param name="Cases">Those it named. Some formats name only those that failed.</param>
internal sealed record TestReport(string Format, IReadOnlyList<TestCase> Cases, int Passed, int Failed, int Skipped)
{
    /// <summary>More are counted and not kept.</summary>
    public const int MostCases = 200_000;

    public int Total => Passed + Failed + Skipped;

    /// <summary>Every test that was counted has a name, so that two reports can be compared test by test.</summary>
    public bool IsComplete => Total > 0 && Cases.Count == Total;

    public static TestReport Of(string format, IReadOnlyList<TestCase> cases) => new(
        format,
        [.. cases.Take(MostCases)],
        cases.Count(test => test.Status == TestStatus.Passed),
        cases.Count(test => test.Status == TestStatus.Failed),
        cases.Count(test => test.Status == TestStatus.Skipped));

    /// <summary>Reports of the same format, as of a project's many test projects, as one.</summary>
    public static TestReport Join(IReadOnlyList<TestReport> reports) => reports is [var only]
        ? only
        : new(
            reports[0].Format,
            [.. reports.SelectMany(report => report.Cases).Take(MostCases)],
            reports.Sum(report => report.Passed),
            reports.Sum(report => report.Failed),
            reports.Sum(report => report.Skipped));
}
