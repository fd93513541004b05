using LwCoder.Evaluation.TestReports;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Judges;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Training.Replays;

/// <summary>What was said of a replay's change, shortened: whoever is to do better learns from it.</summary>
/// <param name="FailedTests">With the change; the first of them.</param>
/// <param name="Tests">How the tests' output ends, where no single test is named; null where they are.</param>
/// <param name="Tampering">What the change did to tests that were there before.</param>
/// <param name="Reviewers">Reports of the session's subagents, in the order of their calls.</param>
internal sealed record ReplayRemarks(
    IReadOnlyList<FailedTest> FailedTests, string? Tests, IReadOnlyList<string> Tampering, IReadOnlyList<Remark> Judges,
    IReadOnlyList<Remark> Reviewers)
{
    private const int MostTests = 20;
    private const int MostReports = 6;
    public const int LongestMessage = 600;
    public const int LongestRemark = 1_500;

    public static ReplayRemarks Of(RunDirectory run, ReplayFindings? findings)
    {
        var tests = findings?.Tests;
        return new ReplayRemarks(
            [
                .. tests?.After.Cases.Where(test => test.Status == TestStatus.Failed).Take(MostTests)
                    .Select(test => FailedTest.Of(test, tests)) ?? [],
            ],
            tests is { After: { ExitCode: not 0, Cases.Count: 0, Tail: var tail } }
                ? LongText.Shorten(tail, LongestRemark) : null,
            [.. tests?.Tampering.Take(MostTests).Select(finding => LongText.Shorten(finding.Describe(), LongestMessage)) ?? []],
            [.. findings?.Panel?.Judgements.Select(one => Remark.Of(one.Judge.Name, FeedbackOf(one))) ?? []],
            [.. ReportsOf(run).Take(MostReports).Select(report => Remark.Of(report.Name, report.Text))]);

        static string FeedbackOf(Judgement judgement) => string.Join('\n', judgement.Criteria
            .Where(one => one.Verdict != Verdict.Met)
            .Select(one => $"- {LwCoder.Judges.Words.Of(one.Verdict)}: {one.Criterion}: {one.Reason}")
            .Prepend(judgement.Feedback));
    }

    private static IReadOnlyList<SubagentReport> ReportsOf(RunDirectory run) =>
        File.Exists(run.SessionFile) ? SubagentReports.In(SessionLog.Read(run.SessionFile)) : [];
}

/// <param name="Name">Of the test.</param>
/// <param name="Was">passed, failed or new: without the change.</param>
internal sealed record FailedTest(string Name, string Was, string? Message)
{
    public static FailedTest Of(TestCase test, TestComparisonResult tests) => new(
        test.Name,
        tests.Before.Cases.FirstOrDefault(old => old.Name == test.Name) switch
        {
            null => "new",
            { Status: TestStatus.Failed } => "failed",
            _ => "passed",
        },
        test.Message is { } message ? LongText.Shorten(message, ReplayRemarks.LongestMessage) : null);
}

/// <param name="By">A judge or a subagent.</param>
internal sealed record Remark(string By, string Text)
{
    public static Remark Of(string by, string text) => new(by, LongText.Shorten(text, ReplayRemarks.LongestRemark));
}
