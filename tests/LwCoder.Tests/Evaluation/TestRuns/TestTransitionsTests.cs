using LwCoder.Evaluation.TestReports;
using LwCoder.Evaluation.TestRuns;

namespace LwCoder.Tests.Evaluation.TestRuns;

public sealed class TestTransitionsTests
{
    [Fact]
    public void Each_test_is_where_it_moved()
    {
        var before = TamperReportTests.Results(
            ("fixed", TestStatus.Failed), ("kept", TestStatus.Passed), ("broken", TestStatus.Passed),
            ("still", TestStatus.Failed), ("gone", TestStatus.Passed));
        var after = TamperReportTests.Results(
            ("fixed", TestStatus.Passed), ("kept", TestStatus.Passed), ("broken", TestStatus.Failed),
            ("still", TestStatus.Failed), ("new", TestStatus.Passed));

        TestTransitions.Of(before, after).Should().BeEquivalentTo(
            new TestTransitions(["fixed"], ["kept"], ["broken"], ["still"], ["new"], []));
    }

    [Fact]
    public void A_skipped_test_has_not_passed()
    {
        var before = TamperReportTests.Results(("a", TestStatus.Failed));
        var after = TamperReportTests.Results(("a", TestStatus.Skipped));

        TestTransitions.Of(before, after)!.FailToPass.Should().BeEmpty();
    }

    [Fact]
    public void A_test_that_passes_the_second_time_is_flaky_and_nothing_else()
    {
        var first = TestReport.Of("f", [new("a", TestStatus.Failed), new("b", TestStatus.Failed)]);
        var second = TestReport.Of("f", [new("a", TestStatus.Passed), new("b", TestStatus.Failed)]);
        var after = TestResults.Of(
            new TestCommand("t", "test"), "host", "b", "p", new TestRun(1, TimeSpan.Zero, first, ""),
            new TestRun(1, TimeSpan.Zero, second, ""));
        var before = TamperReportTests.Results(("a", TestStatus.Passed), ("b", TestStatus.Passed));

        var moved = TestTransitions.Of(before, after)!;

        moved.Flaky.Should().Equal("a");
        moved.PassToFail.Should().Equal("b");
    }

    [Fact]
    public void Counts_without_names_tell_of_no_single_test()
    {
        var named = TamperReportTests.Results(("a", TestStatus.Passed));
        var counted = named with { Total = 5, Passed = 5 };

        TestTransitions.Of(counted, named).Should().BeNull();
    }

    [Theory]
    [InlineData(null, 2L << 30, true)]
    [InlineData(null, 1L << 30, false)]
    [InlineData("4g", 7L << 30, false)]
    [InlineData("512m", 1L << 30, true)]
    public void Two_runs_share_the_machine_when_both_fit(string? limit, long available, bool fits)
    {
        SpareMemory.IsEnoughForTwo(limit, available).Should().Be(fits);
    }
}
