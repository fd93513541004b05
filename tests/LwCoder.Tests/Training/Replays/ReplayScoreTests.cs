using LwCoder.Evaluation.TestReports;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Training.Replays;

namespace LwCoder.Tests.Training.Replays;

/// <summary>Tests are written `+name` when they pass, `-name` when they fail and `~name` when they are skipped.</summary>
public sealed class ReplayScoreTests
{
    [Theory]
    [InlineData("+a +b", "+a +b", 1)]
    [InlineData("-a +b", "+a +b", 1)]
    [InlineData("-a +b", "-a +b", 0.5)]
    [InlineData("+a +b", "-a +b", 0.5)]
    [InlineData("+a +b", "+b", 0.5)]
    [InlineData("+a +b", "~a +b", 0.5)]
    [InlineData("+a ~b", "+a ~b", 1)]
    [InlineData("+a", "+a +new +newer", 1)]
    [InlineData("+a", "+a -new", 0.5)]
    [InlineData("-a", "-a +new +newer", 0)]
    [InlineData("", "+new", 1)]
    public void Tests_that_were_there_count_and_new_ones_only_when_they_fail(string before, string after, double score) =>
        ReplayScore.OfTests(Results(before), Results(after)).Should().Be(score);

    [Fact]
    public void What_fails_by_chance_does_not_count() => ReplayScore
        .OfTests(Results("+a +b"), Results("+a -b") with { Flaky = ["b"] }).Should().Be(1);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(124, 0)]
    public void Without_names_only_success_counts(int exitCode, double score) => ReplayScore
        .OfTests(Results("+a"), Results("+a") with { Total = 7, ExitCode = exitCode }).Should().Be(score);

    [Theory]
    [InlineData(0.5, 1.0, 0.75)]
    [InlineData(null, 1.0, 1.0)]
    [InlineData(0.5, null, 0.5)]
    [InlineData(null, null, null)]
    public void Tests_and_judges_count_half_each(double? tests, double? judges, double? score) =>
        ReplayScore.Of(tests, judges).Should().Be(score);

    private static TestResults Results(string tests)
    {
        var cases = tests.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(test => new TestCase(test[1..], test[0] switch
        {
            '+' => TestStatus.Passed,
            '-' => TestStatus.Failed,
            _ => TestStatus.Skipped,
        })).ToList();
        var failed = cases.Count(test => test.Status == TestStatus.Failed);
        return new TestResults(
            "test", "host", new string('1', 40), null, failed == 0 ? 0 : 1, TimedOut: false, TimeSpan.FromSeconds(1), "TAP",
            cases.Count, cases.Count(test => test.Status == TestStatus.Passed), failed, 0, cases, [], "");
    }
}
