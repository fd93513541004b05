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
    public async Task The_agent_is_told_of_three_equal_rounds_and_ended_after_three_more(int period)
    {
        var told = new List<string>();
        var kill = await Cycle(period, rounds: 6).GovernAsync(told: told);

        told[0].Should().StartWith("You seem to go in circles: the same ").And.Contain(" 3 times in a row");
        kill!.Detector.Should().Be("tool_cycle");
        kill.Reason.Should().Contain("6 times in a row");
        kill.Evidence.Should().HaveCount(period * 6).And.BeInAscendingOrder();
        (await Cycle(period, rounds: 5).GovernAsync()).Should().BeNull();
        told.Clear();
        await Cycle(period, rounds: 2).GovernAsync(told: told);
        told.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_does_something_else_when_told_is_let_alone_and_told_anew_later()
    {
        var told = new List<string>();

        (await new SessionTrace().Times(3, (t, i) => t.Times(5, (s, _) => s.Bash("make", "error", 2)).Read($"{i}.cs", $"{i}"))
            .GovernAsync(told: told)).Should().BeNull();

        told.Should().HaveCount(3);
    }

    [Fact]
    public async Task What_is_said_of_circles_does_not_hide_what_was_said_of_budgets()
    {
        var told = new List<string>();

        await Cycle(1, rounds: 5).Add(new MessageSpoken("m", "assistant", "Well.")).Times(6, (t, i) => t.Read($"{i}.cs", $"{i}"))
            .GovernAsync(run: Limits with { Steps = 6 }, told: told);

        told.Should().Contain(text => text.StartsWith("Most of your budget") && text.Contains("You seem to go in circles"));
        told[^1].Should().NotContain("circles");
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
        (await new SessionTrace().Times(12, (t, i) => t.Bash("pytest", $"1 failed in 0.{i}2s", 1)).GovernAsync())!
            .Detector.Should().Be("tool_cycle");

    [Fact]
    public async Task Tests_may_be_run_three_times_as_often()
    {
        (await Tests(11).GovernAsync()).Should().BeNull();
        (await Tests(12).GovernAsync())!.Detector.Should().Be("tool_cycle");

        static SessionTrace Tests(int times) =>
            new SessionTrace()
                .Times(times, (t, i) => t.Bash("npm test", "12 passing (40ms)").Think($"Hm, {i}.").Read("a.ts", "text"));
    }

    [Fact]
    public async Task Files_that_git_ignores_are_a_change_when_there_are_more_and_more()
    {
        (await Builds(12).GovernAsync()).Should().BeNull();
        (await new SessionTrace().Builds().Times(6, (t, _) => t.Bash("cargo build", "Command timed out", 143)).GovernAsync())!
            .Detector.Should().Be("tool_cycle");

        static SessionTrace Builds(int times) =>
            new SessionTrace().Times(times, (t, _) => t.Builds().Bash("cargo build", "Command timed out", 143));
    }

    [Fact]
    public async Task A_list_that_is_written_over_and_over_and_nothing_else_is_a_cycle() =>
        (await new SessionTrace().Times(33, (t, _) => t.Todo("1. think")).GovernAsync())!.Detector.Should().Be("tool_cycle");

    [Fact]
    public async Task Tests_run_again_after_a_change_are_no_cycle() =>
        (await new SessionTrace()
            .Times(6, (t, i) => t.Edit("a.cs", $"{i}", $"{i + 1}").Bash("pytest", "1 failed", 1)).GovernAsync())
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
        (await new SessionTrace().Times(6, (t, i) => t
                .Call("TodoWrite", new() { ["todos"] = $"{i}" }, "ok")
                .Bash("make", "error", 2)).GovernAsync())!
            .Detector.Should().Be("tool_cycle");

    [Fact]
    public async Task Waiting_for_a_build_is_no_cycle()
    {
        (await Waiting(32).GovernAsync()).Should().BeNull();
        (await Waiting(33).GovernAsync())!.Detector.Should().Be("tool_cycle");

        static SessionTrace Waiting(int times) =>
            new SessionTrace().Times(times, (t, _) => t.Bash("sleep 30; tail -1 build.log", "still building"));
    }

    [Theory, InlineData("sleep 300 & ./broken"), InlineData("(sleep 300; echo up) & ./broken"),
        InlineData("npm start & ping db & make"), InlineData("sleep 300 && echo up & ./broken")]
    public async Task What_is_left_to_the_background_is_not_waited_for(string command) =>
        (await new SessionTrace().Times(7, (t, _) => t.Bash(command, "No rule to make target", 2)).GovernAsync())!
            .Detector.Should().Be("tool_cycle");

    [Theory, InlineData("npm start & sleep 5; curl -s localhost"), InlineData("./long & wait"),
        InlineData("./start & sleep 5 && curl -s localhost")]
    public async Task What_is_waited_for_beside_the_background_is(string command) =>
        (await new SessionTrace().Times(12, (t, _) => t.Bash(command, "refused", 1)).GovernAsync()).Should().BeNull();

    [Fact]
    public async Task Calls_made_together_are_a_cycle_in_whatever_order_they_return()
    {
        (await Turns(5).GovernAsync()).Should().BeNull();
        (await Turns(7).GovernAsync())!.Detector.Should().Be("tool_cycle");

        static SessionTrace Turns(int count) => new SessionTrace().Times(count, (t, i) =>
        {
            foreach (var file in "abc")
            {
                t.Add(new ToolCalled($"{file}-{i}", "Read", $$"""{"file_path":"{{file}}"}"""));
            }
            foreach (var file in ((string[])["abc", "bca", "cba", "acb", "bac"])[i % 5])
            {
                t.Add(new ToolReturned($"{file}-{i}", false, null, $"text {file}"));
            }
        });
    }

    [Fact]
    public async Task A_call_that_never_returns_hides_no_cycle() =>
        (await new SessionTrace().Add(new ToolCalled("lost", "Read", "{}"))
            .Times(7, (t, _) => t.Bash("make", "error", 2)).GovernAsync())!
            .Detector.Should().Be("tool_cycle");

    [Fact]
    public async Task What_returns_after_others_were_made_still_counts() =>
        (await new SessionTrace().Times(12, (t, i) => t
            .Add(new ToolCalled($"slow-{i}", "Read", $$"""{"file_path":"{{i}}"}"""))
            .Add(new ToolCalled($"quick-{i}", "Read", """{"file_path":"a"}"""))
            .Add(new ToolReturned($"quick-{i}", false, null, "text"))
            .Add(new ToolCalled($"next-{i}", "Read", """{"file_path":"b"}"""))
            .Add(new ToolReturned($"slow-{i}", false, null, $"text {i}"))
            .Add(new ToolReturned($"next-{i}", false, null, "text"))).GovernAsync())
        .Should().BeNull("each round reads something new");

    [Fact]
    public async Task Fewer_new_contents_than_three_in_ten_are_a_plateau()
    {
        // Not one after the other in a pattern.
        int[] files = [0, 1, 2, 3, 4, 0, 2, 1, 4, 3, 1, 0, 3, 2, 4, 0, 4, 1, 3, 2];

        var told = new List<string>();
        (await Reads([.. files, .. files[..10]]).GovernAsync(told: told))!.Detector.Should().Be("cache_plateau");
        told[0].Should().Contain("only 5 different contents in the last 20 calls");
        told.Clear();
        await Reads([.. files[..19], 5]).GovernAsync(told: told);
        told.Should().BeEmpty("6 of 20 are not fewer than 0.3");

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

    [Theory]
    [InlineData(
        "imputed", "nobody is billed for this session by what it uses, as under a subscription, so max_cost does not hold; *")]
    [InlineData("unknown", "what this session costs is not told, so max_cost does not hold; *")]
    [InlineData("billed", null)]
    public void That_money_does_not_hold_is_said_once_in_a_run(string source, string? text)
    {
        var budget = new RunBudget(Limits, TimeProvider.System);
        List<string> said = [];
        foreach (var session in new[] { "first", "its recovery" })
        {
            var governor = new Governor(new(), budget, budget.Open(), files: null, _ => { }, TimeProvider.System);
            for (var i = 0; i < 3; i++)
            {
                governor.Observe(
                    new UsageReported($"{session} {i}", 1, 1, 0, null, Enum.Parse<CostSource>(source, ignoreCase: true)));
            }
            said.AddRange(governor.TakeSaid().Select(one => one.Text));
        }

        if (text is null)
        {
            said.Should().BeEmpty();
        }
        else
        {
            said.Should().ContainSingle().Which.Should().Match(text);
        }
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

    [Theory]
    [InlineData("cache_plateau", "01234021431032404132")]
    [InlineData("tool_cycle", "01")]
    public async Task Many_calls_between_two_looks_hide_nothing(string detector, string files)
    {
        var budget = new RunBudget(Limits with { Steps = null }, TimeProvider.System);
        var governor = new Governor(new(), budget, budget.Open(), files: null, _ => { }, TimeProvider.System);
        for (var look = 0; look < 3; look++)
        {
            foreach (var happened in new SessionTrace().Times(60, (t, i) => t.Read($"{files[i % files.Length]}", "text")).Events)
            {
                governor.Observe(happened);
            }
            await governor.CheckAsync(default);
        }

        governor.Kill!.Detector.Should().Be(detector);
    }

    [Fact]
    public async Task A_session_that_ends_while_its_files_are_looked_at_just_ends()
    {
        using var ended = new CancellationTokenSource();
        var budget = new RunBudget(Limits, TimeProvider.System);
        var governor = new Governor(new(), budget, budget.Open(), new SlowLook(ended), _ => { }, TimeProvider.System);
        foreach (var happened in Cycle(1, 6).Events)
        {
            governor.Observe(happened);
        }

        (await governor.CheckAsync(ended.Token)).Should().BeNull();
    }

    [Fact]
    public async Task What_was_decided_once_stays_decided()
    {
        var budget = new RunBudget(Limits, TimeProvider.System);
        var governor = new Governor(new(), budget, budget.Open(), files: null, _ => { }, TimeProvider.System);
        foreach (var happened in Cycle(1, 6).Events)
        {
            governor.Observe(happened);
            await governor.CheckAsync(default);
        }
        var kill = governor.Kill;

        governor.Observe(new SessionResult(ResultStatus.Success, "done"));

        (await governor.CheckAsync(default)).Should().BeSameAs(kill);
        governor.TakeSaid().Should().ContainSingle(said => said.IsKill, "it is recorded once");
        governor.TakeSaid().Should().BeEmpty();
    }

    [Fact]
    public void An_event_costs_as_little_after_a_hundred_thousand_as_at_first()
    {
        var budget = new RunBudget(Limits with { Steps = null }, TimeProvider.System);
        var governor = new Governor(new(), budget, budget.Open(), files: null, _ => { }, TimeProvider.System);
        Feed(0, 4_000);

        var early = Allocated(4_000);
        Feed(8_000, 84_000);
        var late = Allocated(92_000);

        late.Should().BeLessThan(early * 3 / 2).And.BeLessThan(4_000 * 4_096L, "4 KB an event are enough");

        long Allocated(int from)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Feed(from, 4_000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // Four events each: every third call never returns, every fifth is a subagent's, and now and then there is a circle.
        void Feed(int from, int count)
        {
            for (var i = from; i < from + count; i += 4)
            {
                var parent = i % 5 == 0 ? $"c-{i / 100}" : null;
                var file = i / 200 % 2 == 0 ? i : 0;
                SessionEvent[] events =
                [
                    new MessageSpoken($"m-{i}", "assistant", "I look."),
                    new UsageReported($"m-{i}", 10, 10, 0, 0.00001m, CostSource.Billed),
                    new ToolCalled($"c-{i}", "Bash", $$"""{"command":"cat file{{file}}.cs | head -20"}"""),
                    i % 3 == 0
                        ? new SessionError(ErrorClass.Provider, "overloaded")
                        : new ToolReturned($"c-{i}", false, 0, $"text {file}"),
                ];
                foreach (var happened in events)
                {
                    governor.Observe(happened with { Sequence = i, Parent = parent });
                }
            }
        }
    }

    [Fact]
    public void Of_calls_only_a_window_is_kept_however_many_there_are()
    {
        var trails = new CallTrails(new(), TimeProvider.System);
        for (var i = 0; i < 20_000; i++)
        {
            trails.Observe(new ToolCalled($"lost-{i}", "Read", "{}"));
            trails.Observe(new ToolCalled($"sub-{i}", "Task", "{}"));
            trails.Observe(new ToolCalled($"c-{i}", "Read", "{}") { Parent = $"sub-{i}" });
            trails.Observe(new ToolReturned($"c-{i}", false, null, "text"));
            trails.Observe(new ToolReturned($"sub-{i}", false, null, "done"));
        }

        trails.Held.Should().BeLessThan(1_100);
        trails.Latest!.Last(long.MaxValue).Count.Should().BeLessThan(50);
    }

    [Fact]
    public void Of_answers_only_the_last_are_remembered_and_each_is_one_step()
    {
        var steps = new StepCounter();
        for (var i = 0; i < 20_000; i++)
        {
            var parent = i % 2 == 0 ? null : $"sub-{i}";
            steps.Observe(new MessageSpoken($"m-{i}", "assistant", "a") { Parent = parent });
            steps.Observe(new ToolCalled($"c-{i}", "Read", "{}") { Parent = parent });
            steps.Observe(new UsageReported($"m-{i}", 1, 1, 0, null, CostSource.Unknown) { Parent = parent });
            steps.Observe(new ToolReturned($"sub-{i}", false, null, "done"));
        }

        steps.Steps.Should().Be(20_000);
        steps.Held.Should().BeLessThan(1_100);
    }

    [Fact]
    public async Task Switched_off_it_ends_nothing() =>
        (await Cycle(1, 10).GovernAsync(new GovernorLimits { Enabled = false })).Should().BeNull();

    /// <summary>Looks until the session is over.</summary>
    private sealed class SlowLook(CancellationTokenSource ended) : IWorktreeLook
    {
        public async Task<WorktreeLook?> LookAsync(CancellationToken cancel)
        {
            await ended.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancel);
            return null;
        }
    }

    private static SessionTrace Cycle(int period, int rounds) =>
        new SessionTrace().Times(period * rounds, (t, i) => t.Bash($"make target-{i % period}", "No rule to make it", 2));
}
