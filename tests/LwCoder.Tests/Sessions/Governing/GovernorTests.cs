using LwCoder.Agents.Events;
using LwCoder.Sessions.Governing;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions.Governing;

public sealed class GovernorTests
{
    private static readonly RunLimits Limits = new(10, 500, null, TimeSpan.FromHours(2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public async Task The_same_calls_with_the_same_results_three_times_are_a_cycle(int period)
    {
        var kill = await Cycle(period, rounds: 3).GovernAsync();

        kill!.Detector.Should().Be("tool_cycle");
        kill.Reason.Should().Contain("3 times in a row");
        kill.Evidence.Should().HaveCount(period * 3);
        (await Cycle(period, rounds: 2).GovernAsync()).Should().BeNull();
    }

    [Fact]
    public async Task A_pattern_of_seven_calls_is_no_cycle() => (await Cycle(7, rounds: 3).GovernAsync()).Should().BeNull();

    [Fact]
    public async Task The_same_tool_with_other_arguments_is_no_cycle() =>
        (await new SessionTrace().Times(30, (t, i) => t.Read($"file{i}.cs", "same")).GovernAsync()).Should().BeNull();

    [Fact]
    public async Task The_same_call_with_another_result_is_no_cycle() =>
        (await new SessionTrace().Times(30, (t, i) => t.Bash("pytest", $"{i} failed", 1)).GovernAsync()).Should().BeNull();

    [Fact]
    public async Task Only_how_long_it_took_makes_no_other_result() =>
        (await new SessionTrace().Times(3, (t, i) => t.Bash("pytest", $"1 failed in 0.{i}2s", 1)).GovernAsync())!
            .Detector.Should().Be("tool_cycle");

    [Fact]
    public async Task Tests_run_again_after_a_change_are_no_cycle() =>
        (await new SessionTrace().Times(6, (t, i) => t.Edit("a.cs", $"{i}", $"{i + 1}").Bash("pytest", "1 failed", 1)).GovernAsync())
            .Should().BeNull();

    [Fact]
    public async Task A_change_that_only_the_files_tell_of_is_one() =>
        (await new SessionTrace().Times(6, (t, _) => t.Changes().Bash("./fix.sh && pytest", "1 failed", 1)).GovernAsync())
            .Should().BeNull();

    [Fact]
    public async Task Two_subagents_that_do_the_same_side_by_side_are_no_cycle() =>
        (await new SessionTrace().Times(6, (t, i) => t.In($"c{i % 3}").Read("a.cs", "text")).GovernAsync()).Should().BeNull();

    [Fact]
    public async Task A_list_of_what_is_to_be_done_does_not_hide_a_cycle() =>
        (await new SessionTrace().Times(3, (t, i) => t
                .Call("TodoWrite", new() { ["todos"] = $"{i}" }, "ok")
                .Bash("make", "error", 2)).GovernAsync())!
            .Detector.Should().Be("tool_cycle");

    [Fact]
    public async Task Waiting_for_a_build_is_no_cycle()
    {
        (await Waiting(25).GovernAsync()).Should().BeNull();
        (await Waiting(30).GovernAsync())!.Detector.Should().Be("tool_cycle");

        static SessionTrace Waiting(int times) =>
            new SessionTrace().Times(times, (t, _) => t.Bash("sleep 30; tail -1 build.log", "still building"));
    }

    [Fact]
    public async Task Fewer_new_contents_than_three_in_ten_are_a_plateau()
    {
        // Not one after the other in a pattern.
        int[] files = [0, 1, 2, 3, 4, 0, 2, 1, 4, 3, 1, 0, 3, 2, 4, 0, 4, 1, 3, 2];

        (await Reads(files).GovernAsync())!.Detector.Should().Be("cache_plateau");
        (await Reads([.. files[..19], 5]).GovernAsync()).Should().BeNull("6 of 20 are not fewer than 0.3");

        static SessionTrace Reads(int[] files) =>
            new SessionTrace().Times(files.Length, (t, i) => t.Read($"{files[i]}.cs", $"content {files[i]}"));
    }

    [Fact]
    public async Task Money_counts_only_where_somebody_is_billed()
    {
        (await Spending(CostSource.Billed).GovernAsync())!.Should().BeEquivalentTo(
            new { Detector = "cost_overflow", Reason = "the budget is used up: $10.50 of $10" });
        (await Spending(CostSource.Imputed).GovernAsync()).Should().BeNull("a subscription has no dollars");

        static SessionTrace Spending(CostSource source) =>
            new SessionTrace().Times(21, (t, i) => t.Uses(10, 10, 0.5m, source).Read($"{i}", $"{i}"));
    }

    [Fact]
    public async Task Ten_dollars_may_be_spent() =>
        (await new SessionTrace().Times(20, (t, i) => t.Uses(10, 10, 0.5m).Read($"{i}", $"{i}")).GovernAsync()).Should().BeNull();

    [Fact]
    public async Task An_agent_that_tells_its_costs_at_the_end_is_estimated_until_then()
    {
        var trace = new SessionTrace().Begin(model: "claude-opus-4-5")
            .Times(50, (t, i) => t.Uses(100_000, 100, cost: null).Read($"{i}", $"{i}"));

        var kill = await trace.GovernAsync();

        kill!.Detector.Should().Be("cost_overflow");
        kill.Reason.Should().EndWith("of $10, estimated");
    }

    [Fact]
    public async Task A_step_is_an_answer_however_many_blocks_it_has()
    {
        var limits = Limits with { Steps = 5 };

        (await Steps(5).GovernAsync(run: limits)).Should().BeNull();
        (await Steps(6).GovernAsync(run: limits))!.Should().BeEquivalentTo(
            new { Detector = "step_overflow", Reason = "the budget is used up: 6 of 5 steps" });

        static SessionTrace Steps(int count) =>
            new SessionTrace().Times(count, (t, i) => t.Say($"Looking at {i}").Read($"{i}", $"{i}"));
    }

    [Fact]
    public async Task Tokens_are_limited_only_when_somebody_says_so()
    {
        var trace = new SessionTrace().Times(4, (t, i) => t.Uses(900, 100, 0, CostSource.Imputed).Read($"{i}", $"{i}"));

        (await trace.GovernAsync()).Should().BeNull();
        (await trace.GovernAsync(run: Limits with { Tokens = 3999 }))!.Detector.Should().Be("token_overflow");
    }

    [Fact]
    public async Task Who_is_warned_is_the_agent_too_first_at_most_and_then_at_the_reserve()
    {
        var told = new List<string>();

        await new SessionTrace().Times(10, (t, i) => t.Say($"{i}").Read($"{i}", $"{i}"))
            .GovernAsync(run: Limits with { Steps = 10 }, told: told);

        told.Should().HaveCount(2);
        told[0].Should().StartWith("Most of your budget is used (8 of 10 steps)");
        told[1].Should().Contain("9 of 10 steps").And.Contain("Commit what you have");
    }

    [Fact]
    public async Task Talk_without_a_tool_call_is_a_stall_after_twenty_answers()
    {
        (await new SessionTrace().Times(20, (t, i) => t.Say($"Hm, {i}.")).GovernAsync()).Should().BeNull();
        (await new SessionTrace().Times(21, (t, i) => t.Say($"Hm, {i}.")).GovernAsync())!.Detector.Should().Be("stall");
    }

    [Fact]
    public async Task Printing_errors_for_a_quarter_of_an_hour_is_a_stall()
    {
        var kill = await new SessionTrace().Read("a", "a")
            .Times(20, (t, _) => t.After(TimeSpan.FromMinutes(1)).Error(ErrorClass.Provider, "overloaded")).GovernAsync();

        kill!.Detector.Should().Be("stall");
        kill.Evidence.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Who_is_done_is_not_ended_for_what_it_cost() =>
        (await new SessionTrace().Done().Add(new UsageReported(null, 1, 1, 0, 99, CostSource.Billed)).GovernAsync())
            .Should().BeNull();

    [Fact]
    public async Task Switched_off_it_ends_nothing() =>
        (await Cycle(1, 10).GovernAsync(new GovernorLimits { Enabled = false })).Should().BeNull();

    private static SessionTrace Cycle(int period, int rounds) =>
        new SessionTrace().Times(period * rounds, (t, i) => t.Bash($"make target-{i % period}", "No rule to make it", 2));
}
