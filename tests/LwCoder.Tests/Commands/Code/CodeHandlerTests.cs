using System.Runtime.Versioning;
using LwCoder.Platform.Processes;
using LwCoder.Prompting.Caching;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Code;

/// <summary>The story of `code` with real git, the host sandbox and an agent that is a shell script.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CodeHandlerTests : IAsyncLifetime
{
    private const string Work = $"{ShellAgent.Started}; echo hello > hello.txt; {ShellAgent.Done}";

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
    public async Task A_plan_becomes_a_change_in_its_worktree()
    {
        var lwCoder =
            LwCoder($"{ShellAgent.Started}; cat > prompt-seen; git add -A; git commit -qm 'Say hello'; {ShellAgent.Done}");

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllText(In("prompt-seen")).Should().Contain("PLAN-BODY");
        lwCoder.Narrated.Should().Contain("Plan validation succeeded for ").And.Contain($"Worktree prepared at: {Worktree}");
        lwCoder.Printed.Should().StartWith("completed: ").And.Contain("1 commit on branch say-hello")
            .And.Contain("look at it with 'lw_coder runs diff say-hello/");
        (await TemporaryRepository.InAsync(Worktree, "log", "-1", "--format=%s")).Should().Be("Say hello");
        (await TemporaryRepository.InAsync(Worktree, "status", "--porcelain")).Should().BeEmpty();
        Plan.Should().Contain("status: implemented").And.NotContain("\"0000");
        var run = LatestRun();
        run.Should().BeEquivalentTo(new
        {
            State = RunState.Finished, Outcome = "completed", ExitCode = 0, AgentExitCode = 0, SessionId = "s-1",
            Changes = new ChangeCounts(1, File.ReadAllLines(In("prompt-seen")).Length, 0, 1),
            Reported = new ReportedAgent("shell", "1.0", "none", "test"),
        });
        File.ReadAllText(Latest.PatchFile).Should().Contain("+++ b/prompt-seen");
        Directory.Exists(Latest.GitDirectory).Should().BeFalse();
    }

    [Fact]
    public async Task A_run_keeps_the_text_of_the_plan_it_was_given()
    {
        var given = Plan;

        (await CodeAsync(LwCoder(Work))).Should().Be(0);

        (await _repository.GitAsync("show", "refs/plan-backups/say-hello:.lw_coder/tasks/say-hello.md"))
            .Should().Be(given.TrimEnd('\n')).And.NotBe(Plan);
    }

    [Fact]
    public async Task A_text_becomes_a_quick_fix_and_is_carried_out()
    {
        var lwCoder = LwCoder(new ShellAgent(Work), new CancellationTokenSource(), new ManualTime());
        _repository.Write(".lw_coder/tasks/quick-fix-2026.11-041.md", "a plan by hand");

        (await lwCoder.RunAsync("code", "--text", "Say {hello}: now", "--sandbox", "host", "--headless"))
            .Should().Be(0, lwCoder.Narrated);

        const string id = "quick-fix-2026.11-042";
        var plan = File.ReadAllText(Path.Combine(_repository.Root, ".lw_coder", "tasks", id + ".md"));
        plan.Should().Contain("status: implemented").And.EndWith("---\n\nSay {hello}: now\n");
        File.Exists(Path.Combine(_repository.Root, ".lw_coder", "worktrees", id, "hello.txt")).Should().BeTrue();
        (await _repository.GitAsync("rev-parse", $"refs/plan-backups/{id}")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_quick_fix_that_cannot_start_writes_no_plan()
    {
        Directory.Delete(Path.Combine(_repository.Root, ".lw_coder", "prompts"), recursive: true);

        (await LwCoder(Work).RunAsync("code", "--text", "x", "--sandbox", "host")).Should().Be(6);

        Directory.GetFiles(Path.Combine(_repository.Root, ".lw_coder", "tasks"), "quick-fix-*").Should().BeEmpty();
    }

    [Theory]
    [InlineData("--text is blank", "--text", " ")]
    [InlineData("not both", "say-hello", "--text", "x")]
    public async Task A_text_stands_for_a_plan_and_says_something(string message, params string[] arguments)
    {
        var lwCoder = LwCoder(Work);

        (await lwCoder.RunAsync(["code", .. arguments])).Should().Be(2);

        lwCoder.Narrated.Should().Contain(message);
    }

    [Fact]
    public async Task Json_is_one_object_on_standard_output()
    {
        var lwCoder = LwCoder(Work);

        await CodeAsync(lwCoder, "--json");

        using var json = System.Text.Json.JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("outcome").GetString().Should().Be("completed");
    }

    [Fact]
    public async Task Json_tells_of_a_run_that_never_came_to_a_session()
    {
        var lwCoder = LwCoder(new ShellAgent(Work) { Executable = "no-such-program" }, new CancellationTokenSource());

        (await CodeAsync(lwCoder, "--json")).Should().Be(6);

        using var json = System.Text.Json.JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("outcome").GetString().Should().Be("sandbox_failed");
        json.RootElement.GetProperty("run_id").GetString().Should().Be(LatestRun().RunId);
        lwCoder.Narrated.Should().Contain("no-such-program").And.Contain("fix: ");
    }

    [Fact]
    public async Task A_secret_in_the_change_is_named_without_being_told()
    {
        var lwCoder = LwCoder($"{ShellAgent.Started}; echo key=$SHELL_AGENT_KEY > 'my notes.txt'; {ShellAgent.Done}");
        lwCoder.Variables["SHELL_AGENT_KEY"] = "s3cret-value-of-mine";

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        LatestRun().Risks.Should().Equal("secret written (SHELL_AGENT_KEY): my notes.txt");
        lwCoder.Printed.Should().Contain("look at   secret written").And.NotContain("s3cret-value-of-mine");
    }

    [Fact]
    public async Task A_usage_error_leaves_standard_output_to_answers()
    {
        var lwCoder = LwCoder(Work);

        (await lwCoder.RunAsync("code", "--json")).Should().Be(2);

        lwCoder.Printed.Should().BeEmpty();
        lwCoder.Narrated.Should().Contain("Name a plan, or say with --text").And.Contain("--rebase-plan");
    }

    [Theory]
    [InlineData(Work + "; exit 3", "completed", 0)]
    [InlineData("exit 0", "failed", 1)]
    [InlineData("echo hello > hello.txt; exit 0", "failed", 1)]
    [InlineData(ShellAgent.Started + ";" + ShellAgent.Done, "no_changes", 1)]
    [InlineData("echo '{\"kind\":\"error\",\"class\":\"limit\",\"text\":\"429\"}'; exit 1", "limit_reached", 4)]
    [InlineData("echo '{\"kind\":\"error\",\"class\":\"login\",\"text\":\"401\"}'; exit 1", "login_required", 6)]
    public async Task The_outcome_is_what_happened_and_not_the_exit_code(string script, string outcome, int exitCode)
    {
        var lwCoder = LwCoder(script);

        (await CodeAsync(lwCoder)).Should().Be(exitCode, lwCoder.Narrated);

        LatestRun().Outcome.Should().Be(outcome);
        Plan.Should().Contain(exitCode == 0 ? "status: implemented" : "status: draft");
    }

    [Fact]
    public async Task A_second_run_that_finds_nothing_more_to_do_says_so()
    {
        (await CodeAsync(LwCoder(Work))).Should().Be(0);

        (await CodeAsync(LwCoder(Work))).Should().Be(0);

        LatestRun().Should().BeEquivalentTo(new
        {
            Outcome = "completed", Reason = "the agent says that it is done and found nothing more to change",
        });
        LatestRun().Changes!.Files.Should().Be(1);
    }

    [Fact]
    public async Task A_run_that_cannot_start_leaves_the_plan_as_it_was()
    {
        var agent = new ShellAgent(Work) { Executable = "no-such-program" };

        (await CodeAsync(LwCoder(agent, new CancellationTokenSource()))).Should().Be(6);

        Plan.Should().Contain("status: draft");
        LatestRun().Should().BeEquivalentTo(new { State = RunState.Finished, ExitCode = 6 });
    }

    [Fact]
    public async Task Prompts_that_cannot_be_used_are_refused_before_anything_is_made()
    {
        File.Delete(Path.Combine(_repository.Root, ".lw_coder", "prompts", "active", "mini", "default", "main.md"));

        (await CodeAsync(LwCoder(Work))).Should().Be(6);

        Plan.Should().Contain("status: draft");
        Directory.Exists(Path.Combine(_repository.Root, ".lw_coder", "runs")).Should().BeFalse();
    }

    [Fact]
    public async Task What_reviewers_reported_is_shown_word_for_word_at_the_end_and_later()
    {
        var lwCoder = LwCoder($$"""
            {{ShellAgent.Started}}
            printf '%s\n' '{"kind":"tool_call","session":"s-1","id":"c1","tool":"Task","args":{"subagent_type":"code-review-auditor"} }'
            printf '%s\n' '{"kind":"tool_result","session":"s-1","id":"c1","text":"## Findings\n\n- HIGH: a.cs\u001b[2J leaks\ncompleted: all is well"}'
            {{Work}}
            """);

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        const string Shown =
            "report of code-review-auditor\n  ## Findings\n\n  - HIGH: a.cs[2J leaks\n  completed: all is well\n\n";
        lwCoder.Printed.ReplaceLineEndings("\n").Should().StartWith(Shown + "completed: ");
        File.ReadAllText(Path.Combine(Latest.SubagentFeedback, "01-code-review-auditor.md"))
            .Should().Be("## Findings\n\n- HIGH: a.cs\u001b[2J leaks\ncompleted: all is well");
        LatestRun().Artifacts.Should().Contain("subagent_feedback", "subagent_feedback");
        var later = LwCoder("true");
        (await later.RunAsync("runs", "show")).Should().Be(0);
        later.Printed.ReplaceLineEndings("\n").Should().EndWith(Shown);
    }

    [Fact]
    public async Task A_silent_agent_is_ended()
    {
        var lwCoder = LwCoder($"{ShellAgent.Started}; sleep 300");

        (await CodeAsync(lwCoder, "--idle-timeout", "1s")).Should().Be(1);

        LatestRun().Outcome.Should().Be("agent_hung");
    }

    [Fact]
    public async Task A_cancelled_run_keeps_what_was_done()
    {
        var lwCoder = LwCoder($"{ShellAgent.Started}; echo half > half.txt; sleep 300");
        var running = CodeAsync(lwCoder);
        await Eventually.True(() => File.Exists(In("half.txt")));

        await lwCoder.Cancellation.CancelAsync();

        (await running).Should().Be(130);
        LatestRun().Outcome.Should().Be("cancelled");
        File.ReadAllText(Latest.PatchFile).Should().Contain("half.txt");
        Plan.Should().Contain("status: draft");
    }

    [Fact]
    public async Task Secrets_of_the_environment_are_in_no_record()
    {
        var lwCoder = LwCoder($$"""
            {{ShellAgent.Started}}
            printf '{"kind":"message","session":"s-1","role":"assistant","text":"key %s"}\n' "$SHELL_AGENT_KEY"
            printf 'noise %s\n' "$SHELL_AGENT_KEY" >&2
            {{Work}}
            """);
        lwCoder.Variables["SHELL_AGENT_KEY"] = "very-secret-value-0123456789";

        (await CodeAsync(lwCoder)).Should().Be(0);

        var texts = Directory.EnumerateFiles(Latest.Path, "*", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Append(lwCoder.Printed).Append(lwCoder.Narrated);
        texts.Should().NotContain(text => text.Contains("very-secret-value"));
        File.ReadAllText(Latest.SessionFile).Should().Contain("[redacted:SHELL_AGENT_KEY]");
        LatestRun().Redactions.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task What_a_killed_run_left_is_collected_by_the_next()
    {
        (await CodeAsync(LwCoder($"{ShellAgent.Started}; echo one > one.txt; {ShellAgent.Done}"))).Should().Be(0);
        var killed = Latest;
        var dead = (ProcessIdentity.Current with { Start = "1" }).ToString();
        killed.WriteManifest(killed.ReadManifest() with { State = RunState.Running, Outcome = null, Owner = dead });
        File.WriteAllText(Path.Combine(killed.Path, "..", ".lease"), dead);
        File.WriteAllText(Path.Combine(killed.Path, "container.env"), "KEY=secret");

        var lwCoder = LwCoder($"{ShellAgent.Started}; echo two > two.txt; {ShellAgent.Done}");
        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("was killed; its work is kept");
        killed.ReadManifest().Should().BeEquivalentTo(new { State = RunState.Finished, Outcome = "failed" });
        File.Exists(Path.Combine(killed.Path, "container.env")).Should().BeFalse();
        File.Exists(In("one.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task A_second_run_at_once_is_refused()
    {
        var first = LwCoder($"{ShellAgent.Started}; touch started; sleep 300");
        var running = CodeAsync(first);
        await Eventually.True(() => File.Exists(In("started")));
        // This test is one process, so the lease is given to another one that lives.
        var other = new ProcessIdentity(Environment.MachineName, 1, ProcessTree.StartTime(1)!);
        File.WriteAllText(Path.Combine(_repository.Root, ".lw_coder/runs/say-hello/.lease"), other.ToString());

        var second = LwCoder(Work);
        (await CodeAsync(second)).Should().Be(1);
        second.Narrated.Should().Contain("is being worked on by another lw_coder");

        await first.Cancellation.CancelAsync();
        await running;
    }

    [Fact]
    public async Task HEAD_that_went_on_is_a_notice_and_the_plan_can_be_moved()
    {
        (await CodeAsync(LwCoder(ShellAgent.Started + ";" + ShellAgent.Done))).Should().Be(1);
        _repository.Write("more.txt", "more\n");
        await _repository.GitAsync("add", "more.txt");
        await _repository.GitAsync("commit", "-qm", "More");

        var notice = LwCoder(ShellAgent.Started + ";" + ShellAgent.Done);
        await CodeAsync(notice);
        notice.Narrated.Should().Contain("--rebase-plan moves the plan to HEAD");
        File.Exists(In("more.txt")).Should().BeFalse();

        var moved = LwCoder(Work);
        (await CodeAsync(moved, "--rebase-plan")).Should().Be(0, moved.Narrated);
        File.Exists(In("more.txt")).Should().BeTrue();
        Plan.Should().Contain(await _repository.GitAsync("rev-parse", "HEAD"));
    }

    [Fact]
    public async Task Model_answers_travel_into_the_worktree_and_new_ones_back_as_foreign()
    {
        var users = new PromptCache(Path.Combine(_repository.Folder, "home", ".lw_coder", "dspy_cache"));
        users.Put(CacheKey.Of("known"u8), "known"u8);
        var asked = new PromptCache(Path.Combine(_repository.Folder, "asked"));
        asked.Put(CacheKey.Of("new"u8), "new"u8);
        var entry = asked.Enumerate().Single().Path;
        var shard = Path.GetFileName(Path.GetDirectoryName(entry));
        var content = Convert.ToBase64String(File.ReadAllBytes(entry));
        var lwCoder = LwCoder($"""
            {ShellAgent.Started}
            find "$LW_CODER_CACHE_DIR" -name '*.lwc' > seen
            mkdir "$LW_CODER_CACHE_DIR/{shard}"
            echo {content} | base64 -d > "$LW_CODER_CACHE_DIR/{shard}/{Path.GetFileName(entry)}"
            git status --porcelain --untracked-files=all > status
            git add -A
            git commit -qm Work
            {ShellAgent.Done}
            """);
        // A repository that was never prepared by init.
        _repository.Write(".gitignore", "");

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllText(In("seen")).Should().Contain(CacheKey.Of("known"u8).Hex);
        File.ReadAllText(In("status")).Should().NotContain("dspy_cache");
        File.ReadAllText(Latest.PatchFile).Should().NotContain("b/.lw_coder");
        (await TemporaryRepository.InAsync(Worktree, "status", "--porcelain", "-uall")).Should().BeEmpty();
        lwCoder.Narrated.Should().Contain("model answers brought back from the worktree's cache: 1");
        users.Get(CacheKey.Of("new"u8)).Should().BeNull();
        users.Stats().Should().BeEquivalentTo(new { Entries = 2, ForeignEntries = 1 });
    }

    [Fact]
    public async Task A_failure_that_an_interrupt_caused_counts_as_an_interrupt()
    {
        using var cancellation = new CancellationTokenSource();
        var lwCoder = LwCoder(new ShellAgent(Work)
        {
            Preparing = () =>
            {
                cancellation.Cancel();
                throw new UserError("the docker client was interrupted as well");
            },
        }, cancellation);

        (await CodeAsync(lwCoder)).Should().Be(130);

        LatestRun().Outcome.Should().Be("cancelled");
    }

    [Fact]
    public async Task An_error_cannot_speak_to_the_terminal()
    {
        var lwCoder = LwCoder(Work);

        await lwCoder.RunAsync("code", "no\u001b[31mplan", "--sandbox", "host", "--headless");

        lwCoder.Narrated.Should().Contain("no[31mplan").And.NotContain("\u001b");
    }

    [Fact]
    public async Task Without_prompts_nothing_is_made()
    {
        Directory.Delete(Path.Combine(_repository.Root, ".lw_coder", "prompts"), recursive: true);

        var lwCoder = LwCoder(Work);
        (await CodeAsync(lwCoder)).Should().Be(6);

        lwCoder.Narrated.Should().Contain("lw_coder init");
        Directory.Exists(Worktree).Should().BeFalse();
        Plan.Should().Contain("status: draft");
    }

    [Fact]
    public async Task Of_several_mistakes_the_settings_are_told_then_the_plan_then_the_prompts()
    {
        Directory.Delete(Path.Combine(_repository.Root, ".lw_coder", "prompts"), recursive: true);
        var plan = Plan;
        _repository.Write(".lw_coder/tasks/say-hello.md", plan.Replace("status: draft", "status: someday"));
        _repository.Write(".lw_coder/config.toml", "[code]\nnonsense = 1\n");

        (await MistakeAsync()).Should().Contain("nonsense").And.NotContain("someday");
        _repository.Write(".lw_coder/config.toml", "");
        (await MistakeAsync()).Should().Contain("someday").And.NotContain("prompts");
        _repository.Write(".lw_coder/tasks/say-hello.md", plan);
        (await MistakeAsync()).Should().Contain("prompts");

        async Task<string> MistakeAsync()
        {
            var lwCoder = LwCoder(Work);
            (await CodeAsync(lwCoder)).Should().NotBe(0);
            return lwCoder.Narrated;
        }
    }

    [Fact]
    public async Task Git_never_sees_runs_and_worktrees_even_when_nobody_told_it_to_ignore_them()
    {
        File.Delete(Path.Combine(_repository.Root, ".gitignore"));

        (await CodeAsync(LwCoder(Work))).Should().Be(0);

        (await _repository.GitAsync("status", "--porcelain", "--untracked-files=all"))
            .Should().NotContain("/runs/").And.NotContain("/worktrees/");
    }

    [Fact]
    public async Task A_plan_that_is_done_is_left_alone()
    {
        _repository.Write(".lw_coder/tasks/say-hello.md", Plan.Replace("status: draft", "status: done").Replace("0000", "abcd"));

        var lwCoder = LwCoder(Work);
        (await CodeAsync(lwCoder)).Should().Be(1);

        Directory.Exists(Worktree).Should().BeFalse();
    }

    private string Plan => File.ReadAllText(Path.Combine(_repository.Root, ".lw_coder/tasks/say-hello.md"));

    private string Worktree => Path.Combine(_repository.Root, ".lw_coder", "worktrees", "say-hello");

    private RunDirectory Latest => new RunCatalog(Path.Combine(_repository.Root, ".lw_coder", "runs")).Find(null);

    private RunManifest LatestRun() => Latest.ReadManifest();

    private string In(string file) => Path.Combine(Worktree, file);

    private TestServices LwCoder(string script) => LwCoder(new ShellAgent(script), new CancellationTokenSource());

    private TestServices LwCoder(ShellAgent agent, CancellationTokenSource cancellation, TimeProvider? clock = null) =>
        new(_repository.Root, Directory.CreateDirectory(Path.Combine(_repository.Folder, "home")).FullName)
        {
            Agent = agent, Cancellation = cancellation, Clock = clock,
        };

    private static Task<int> CodeAsync(TestServices lwCoder, params string[] more) =>
        lwCoder.RunAsync(["code", "say-hello", "--sandbox", "host", "--headless", .. more]);
}
