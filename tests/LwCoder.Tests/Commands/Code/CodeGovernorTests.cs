using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using LwCoder.Agents.Events;
using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Sql;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Code;

/// <summary>
/// Each detector of the governor through the real supervisor, with an agent that is a program and never ends by itself.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class CodeGovernorTests : IAsyncLifetime
{
    /// <summary>Seconds that nobody else sleeps, so that whoever sleeps them is the agent's.</summary>
    private readonly string _child =
        string.Create(CultureInfo.InvariantCulture, $"60.{Guid.NewGuid().GetHashCode() & int.MaxValue}");

    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        await HelloPlan.PrepareAsync(_repository, LwCoder("true"));
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Money_is_counted_over_the_agent_and_its_subagents()
    {
        var narrated = await EndedAsync("cost_overflow", "the budget is used up: $10.50 of $10", Prints(new SessionTrace()
            .Uses(10, 10, 5m).In("c-task").Uses(10, 10, 3.5m).In(null).Read("a", "1").In("c-task").Uses(10, 10, 2m).In(null)));

        narrated.Should().Contain("warning: 85 % of the run's cost budget is used: $8.50 of $10");
        Latest.Cost.Should().Be(10.5m, "it is counted once");
    }

    [Fact]
    public async Task The_agents_own_sum_is_no_second_bill() =>
        await CompletedAsync(
            new SessionTrace().Uses(10, 10, 9m).Add(new UsageReported(null, 10, 10, 0, 9.5m, CostSource.Billed)).Done());

    [Fact]
    public async Task Under_a_subscription_money_does_not_hold_and_that_is_said_once()
    {
        var narrated = await CompletedAsync(new SessionTrace()
            .Times(4, (t, _) => t.Uses(10, 10, 30m, CostSource.Imputed)).Done());

        narrated.Split("so max_cost does not hold").Should().HaveCount(2);
        Latest.CostSource.Should().Be("imputed");
    }

    [Fact]
    public async Task An_answer_is_one_step_with_all_its_parts_and_calls()
    {
        Configure("max_steps = 3");

        await CompletedAsync(Answers(3).Done());
        await EndedAsync("step_overflow", "the budget is used up: 4 of 3 steps", Prints(Answers(4)));

        // As they are streamed: parts of the text, calls side by side, the usage.
        static SessionTrace Answers(int count) => new SessionTrace().Times(count, (t, i) =>
        {
            t.Add(new MessageSpoken($"a-{i}", "thinking", "Hm.")).Add(new MessageSpoken($"a-{i}", "assistant", "I lo"))
                .Add(new MessageSpoken($"a-{i}", "assistant", "ok."))
                .Add(new UsageReported($"a-{i}", 1, 1, 0, 0.01m, CostSource.Billed));
            t.Times(3, (s, j) => s.Add(new ToolCalled($"c-{i}-{j}", "Read", $$"""{"file_path":"{{i}}-{{j}}"}""")));
            t.Times(3, (s, j) => s.Add(new ToolReturned($"c-{i}-{j}", false, null, $"{i} {j}")));
        });
    }

    [Fact]
    public async Task Tokens_are_counted_over_the_agent_and_its_subagents()
    {
        Configure("max_tokens = 1000");

        await EndedAsync("token_overflow", "the budget is used up: 1200 of 1000 tokens", Prints(new SessionTrace()
            .Uses(500, 100, 0m).In("c-task").Uses(500, 100, 0m).In(null)));
    }

    [Fact]
    public async Task In_the_reserve_the_agent_is_told_to_commit_and_sum_up()
    {
        Configure("max_steps = 10");

        await CompletedAsync(new SessionTrace().Times(9, (t, i) => t.Say($"{i}").Read($"{i}", $"{i}")).Done());

        File.ReadAllText(Run.NoticeFile).Should().Contain("9 of 10 steps").And.Contain("Commit what you have");
    }

    [Fact]
    public async Task The_same_calls_over_and_over_end_it()
    {
        var narrated = await EndedAsync(
            "tool_cycle", "the same 2 calls (Bash, Read) * times in a row, with the same results",
            Forever(new SessionTrace().Bash("make", "error", 2).Read("a", "1")));

        narrated.Should().Contain("warning: the agent seems to go in circles: the same 2 calls (Bash, Read) ");
        SessionLog.Read(Run.SessionFile).OfType<GovernorSpoke>()
            .Should().Contain(said => !said.IsKill && said.Evidence.Count >= 6);
    }

    [Fact]
    public async Task Tests_that_are_run_six_times_end_nothing() =>
        await CompletedAsync(new SessionTrace().Times(6, (t, i) => t.Bash("dotnet test", "Passed").Think($"{i}")).Done());

    [Fact]
    public async Task Looking_at_the_same_few_things_ends_it()
    {
        int[] files = [0, 1, 2, 3, 4, 0, 2, 1, 4, 3, 1, 0, 3, 2, 4, 0, 4, 1, 3, 2, 1, 4, 0, 2, 3, 4, 1, 2, 0, 3];

        Configure("max_steps = 100000");
        await EndedAsync("cache_plateau", "only 5 different contents in the last 20 calls", Forever(
            new SessionTrace().Times(files.Length, (t, i) => t.Read($"{files[i]}.cs", $"text {files[i]}"))));
    }

    [Fact]
    public async Task Only_talking_ends_it()
    {
        Configure("stall_answers = 5");

        await EndedAsync(
            "stall", "6 answers in a row without a tool call", Prints(new SessionTrace().Times(6, (t, i) => t.Say($"Hm, {i}."))));
    }

    [Fact]
    public async Task Only_printing_ends_it()
    {
        Configure("stall_timeout = \"2s\"");

        await EndedAsync(
            "stall", "nothing was said or done for 2s", Forever(new SessionTrace().Error(ErrorClass.Provider, "overloaded")),
            new ManualTime());
    }

    [Fact]
    public async Task What_it_prints_while_it_is_ended_ends_it_no_second_time()
    {
        Configure("max_steps = 1");
        var more = Prints(new SessionTrace().Times(40, (t, i) => t.Bash("make", "error", 2).Uses(9, 9, 20m)));

        await EndedAsync("step_overflow", "the budget is used up: 2 of 1 steps",
            $"last() {{\n{more}\nexit 3\n}}\ntrap last TERM\n"
            + Prints(new SessionTrace().Say("One.").Bash("make", "error", 2).Say("Two.")));

        SessionLog.Read(Run.SessionFile).OfType<ToolCalled>().Should().HaveCountGreaterThan(40, "it has printed more meanwhile");
    }

    /// <summary>Ended for that, with all that belongs to it, once.</summary>
    /// <param name="time">A clock that stands still until the agent has begun; null: the system's.</param>
    private async Task<string> EndedAsync(string detector, string reason, string script, ManualTime? time = null)
    {
        var lwCoder = LwCoder($"echo half > half.txt\nsleep {_child} &\ntouch begun\n{script}\nwait", time);
        var running = CodeAsync(lwCoder);
        if (time is not null)
        {
            await Eventually.True(
                () => File.Exists(Path.Combine(_repository.Root, ".lw_coder", "worktrees", "say-hello", "begun")));
            await time.PassUntilAsync(running, TimeSpan.FromSeconds(0.1));
        }

        (await running).Should().Be(4, lwCoder.Narrated);

        Latest.Should().BeEquivalentTo(new { Outcome = "governor_killed", KilledBy = detector, ExitCode = 4 });
        Latest.Reason.Should().Match(reason);
        var kill = SessionLog.Read(Run.SessionFile).OfType<GovernorSpoke>().Should().ContainSingle(said => said.IsKill).Which;
        kill.Should().BeEquivalentTo(new { Detector = detector, Text = Latest.Reason });
        (await _repository.GitAsync("show", $"{Latest.RescueRef}:half.txt")).Should().Be("half", "nothing is lost");
        File.ReadAllText(Path.Combine(Latest.Worktree, "half.txt")).Should().Be("half\n");
        var processes = await new ProcessRunner().RunAsync(new ProcessSpec("ps", "-A", "-o", "args"), default);
        processes.Output.Should().NotContain($"sleep {_child}", "what it started is gone");
        await using var store =
            SqliteStore.At(StoreLocation.DatabaseIn(Path.Combine(_repository.Root, ".lw_coder")), TimeProvider.System);
        (await store.ReadAsync(rows => rows.List(
            "SELECT punch_key || ' ' || coalesce(cost, 'free') FROM punches WHERE punch_type = 'governor_kill' AND task_id = ?",
            row => row.Text(0), Latest.SessionId!), default)).Should().Equal($"{detector} free");
        return lwCoder.Narrated;
    }

    private async Task<string> CompletedAsync(SessionTrace trace)
    {
        var lwCoder = LwCoder($"echo hello > hello.txt\n{Prints(trace)}");

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        Latest.Should().BeEquivalentTo(new { Outcome = "completed", KilledBy = (string?)null });
        return lwCoder.Narrated;
    }

    private static string Forever(SessionTrace trace) => $"while :; do {Prints(trace)}\nsleep 0.1; done";

    private static string Prints(SessionTrace trace)
    {
        using var lines = new MemoryStream();
        foreach (var happened in trace.Events)
        {
            SessionEventLine.Write(lines, happened with { Time = null });
        }
        return $"cat <<'EVENTS'\n{Encoding.UTF8.GetString(lines.ToArray())}EVENTS";
    }

    private void Configure(string line) =>
        File.AppendAllText(Path.Combine(_repository.Root, ".lw_coder", "config.toml"), $"\n[governor]\n{line}\n");

    private RunDirectory Run => new RunCatalog(Path.Combine(_repository.Root, ".lw_coder", "runs")).Find(null);

    private RunManifest Latest => Run.ReadManifest();

    private TestServices LwCoder(string script, TimeProvider? clock = null) =>
        new(_repository.Root, Directory.CreateDirectory(Path.Combine(_repository.Folder, "home")).FullName)
        {
            Agent = new ShellAgent($"{ShellAgent.Started}\n{script}"),
            Clock = clock,
        };

    private static Task<int> CodeAsync(TestServices lwCoder) =>
        lwCoder.RunAsync("code", "say-hello", "--sandbox", "host", "--headless", "--recover", "0", "--trust");
}
