using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Optimizers.Gepa;

public sealed class StopConditionTests
{
    [Fact]
    public void Each_condition_looks_at_its_own_number()
    {
        var state = new SearchState(3, 10, [0.2, 0.9], 0.5m);

        new[]
        {
            StopCondition.Iterations(3), StopCondition.MetricCalls(10), StopCondition.Score(0.9), StopCondition.Candidates(2),
            StopCondition.ReflectionCost(0.5m),
        }.Should().OnlyContain(condition => condition.IsMet(state));
        new[]
        {
            StopCondition.Iterations(4), StopCondition.MetricCalls(11), StopCondition.Score(0.91), StopCondition.Candidates(3),
            StopCondition.ReflectionCost(0.51m),
        }.Should().NotContain(condition => condition.IsMet(state));
    }

    [Fact]
    public void No_improvement_counts_checks_since_the_best_rose()
    {
        var condition = StopCondition.NoImprovement(2);

        new[] { 0.1, 0.2, 0.2, 0.3, 0.3, 0.3 }.Select(best => condition.IsMet(new SearchState(0, 0, [best], 0)))
            .Should().Equal(false, false, false, false, false, true);
    }

    [Fact]
    public void Any_and_all_ask_every_condition()
    {
        var state = new SearchState(5, 0, [], 0);

        StopCondition.Any(StopCondition.Iterations(5), StopCondition.MetricCalls(1)).IsMet(state).Should().BeTrue();
        StopCondition.All(StopCondition.Iterations(5), StopCondition.MetricCalls(1)).IsMet(state).Should().BeFalse();
    }

    [Fact]
    public void A_time_passes_and_a_file_appears()
    {
        using var folder = new TempFolder();
        var time = new Ticks();
        var (deadline, file) = (StopCondition.Time(TimeSpan.FromMinutes(1), time), StopCondition.File(folder.File("stop")));
        var state = new SearchState(0, 0, [], 0);
        (deadline.IsMet(state), file.IsMet(state)).Should().Be((false, false));

        time.Passed = TimeSpan.FromMinutes(1);
        File.WriteAllText(folder.File("stop"), "");

        (deadline.IsMet(state), file.IsMet(state)).Should().Be((true, true));
    }

    private sealed class Ticks : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
