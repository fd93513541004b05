using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LwCoder.Tests.Commands.Eval;

/// <summary>The story of `eval` with real git, real checkouts and a model behind a real HTTP server.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EvalHandlerTests : IAsyncLifetime
{
    private const string Work = $"{ShellAgent.Started}; echo hello > hello.txt; {ShellAgent.Done}";

    /// <summary>One test that fails until somebody greets, and one that always passes.</summary>
    private const string Tests = """
        echo TAP version 13
        echo 1..2
        if test -e hello.txt; then echo ok 1 - greets; else echo not ok 1 - greets; fi
        echo ok 2 - stands
        test -e hello.txt

        """;

    private JudgedPlan _plan = null!;

    public async Task InitializeAsync()
    {
        _plan = await JudgedPlan.CreateAsync(Work, repository =>
        {
            repository.Write("tests/all.sh", Tests);
            repository.Write(".lw_coder/config.toml", "[eval]\ntest_command = 'sh tests/all.sh'\n");
        });
        _plan.Model = body => Judged(body, 0.5);
    }

    public async Task DisposeAsync() => await _plan.DisposeAsync();

    [Fact]
    public async Task Judges_tests_and_a_persons_word_become_a_sample()
    {
        _plan.Model = body => Judged(body, body.Contains("JUDGE-PLANS") ? 0.9 : 0.5);
        var lwCoder = _plan.LwCoder();

        (await EvalAsync(lwCoder, "--feedback", "Good.", "--verdict", "accept")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Printed.Should().Be($"""
            judges    0.74 weighted: plans 0.90, style 0.50
            before    1 passed, 1 failed, 0 skipped of 2, by TAP
            after     2 passed, 0 failed, 0 skipped of 2, by TAP; 1 fail to pass, 0 pass to fail
            feedback  accept Good.
            evidence  {_plan.Folder}
            sample    {Sample}
            next      'lw_coder finalize say-hello', or 'lw_coder code say-hello' to go on

            """);
        lwCoder.Narrated.Should().Contain("judge plans: 0.90").And.Contain("tests before: some failed, running once more")
            .And.Contain("trace summary written");
        SampleNames.Should().Equal(
            "ai_changes.patch", "code_trace.md", "code_trace_summary.md", "human_feedback.md", "judge_plans.json",
            "judge_plans.md", "judge_style.json", "judge_style.md", "metadata.json", "plan.md", "prompts/main.md",
            "test_results_after.json", "test_results_before.json");
        InSample("human_feedback.md").Should().Be("---\nverdict: accept\n---\nGood.\n");
        InSample("code_trace_summary.md").Should().Contain("STORY");
        InSample("ai_changes.patch").Should().Contain("+hello");
        using var after = JsonDocument.Parse(InSample("test_results_after.json"));
        after.RootElement.GetProperty("fail_to_pass")[0].GetString().Should().Be("greets");
        using var metadata = JsonDocument.Parse(InSample("metadata.json"));
        metadata.RootElement.GetProperty("human_score").GetDouble().Should().Be(1);
        metadata.RootElement.GetProperty("prompt_fingerprint").GetString().Should().HaveLength(8);
        metadata.RootElement.GetProperty("eval_fingerprint").GetString().Should().HaveLength(8);
        File.Exists(Path.Combine(_plan.Worktree, "tests", "all.sh")).Should().BeTrue("the worktree is only read");
        Directory.EnumerateFiles(Path.Combine(_plan.Root, ".lw_coder", "checkouts"), "*.owner").Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_known_is_not_done_again_unless_forced()
    {
        await EvaluatedAsync("--verdict", "accept");
        var asked = _plan.Server.Requests;
        var again = await EvaluatedAsync();

        _plan.Server.Requests.Should().Be(asked);
        again.Narrated.Should().Contain("judges: known of this change, skipped (2 findings)")
            .And.Contain("tests before: known of this change, skipped").And.Contain("tests after: known of this change, skipped")
            .And.Contain("trace summary: known of this trace, skipped").And.Contain("feedback: there already, skipped")
            .And.NotContain("running").And.NotContain("an earlier state");
        again.Printed.Should().Contain($"sample    {Sample} (unchanged)");

        var forced = await EvaluatedAsync("--force");
        _plan.Server.Requests.Should().BeGreaterThanOrEqualTo(asked + 2, "the judges are asked");
        forced.Narrated.Should().Contain("tests after: running").And.NotContain("judges: known");
        InSample("human_feedback.md").Should().Contain("verdict: accept", "a person's word is not lost");
    }

    [Fact]
    public async Task Another_change_is_evaluated_anew()
    {
        await EvaluatedAsync("--verdict", "reject");
        await File.WriteAllTextAsync(Path.Combine(_plan.Worktree, "more.txt"), "more\n");

        var again = await EvaluatedAsync();

        again.Narrated.Should().Contain("tests before: known").And.Contain("tests after: running").And.NotContain("judges: known")
            .And.Contain("notice: the feedback is about an earlier state of the change");
        InSample("ai_changes.patch").Should().Contain("more.txt");
    }

    [Fact]
    public async Task Without_feedback_the_evidence_is_kept_and_the_command_that_completes_it_is_printed()
    {
        var lwCoder = await EvaluatedAsync();

        lwCoder.Printed.Should().Contain("feedback  none yet\n").And.Contain("sample    not yet, without human_feedback.md\n")
            .And.Contain("next      say what you think: lw_coder eval say-hello --verdict accept --feedback \"...\"\n");
        File.Exists(Path.Combine(_plan.Folder, "test_results_after.json")).Should().BeTrue();
        Directory.Exists(Sample).Should().BeFalse();

        (await EvaluatedAsync("--verdict", "reject")).Narrated.Should().Contain("tests after: known");
        InSample("human_feedback.md").Should().Be("---\nverdict: reject\n---\n");
        (await EvaluatedAsync("--feedback", "Too much.")).Printed.Should().Contain("feedback  reject Too much.\n");
        InSample("human_feedback.md").Should().Be("---\nverdict: reject\n---\nToo much.\n");
    }

    [Fact]
    public async Task Feedback_may_be_a_file_from_where_one_stands()
    {
        TemporaryRepository.WriteIn(_plan.Root, "docs/word.md", "## From a file\n");
        var lwCoder = _plan.LwCoder(Path.Combine(_plan.Root, "docs"));

        (await EvalAsync(lwCoder, "--feedback", "word.md")).Should().Be(0, lwCoder.Narrated);

        InSample("human_feedback.md").Should().Be("## From a file\n");
        lwCoder.Printed.Should().Contain($"sample    {Sample}\n", "it works from any folder");
    }

    [Theory]
    [InlineData("nothing-there.md")]
    [InlineData("tests")]
    public async Task Feedback_that_cannot_be_read_is_refused_before_anything_is_paid_for(string feedback)
    {
        var asked = _plan.Server.Requests;
        var lwCoder = _plan.LwCoder();

        (await EvalAsync(lwCoder, "--feedback", feedback)).Should().Be(2, lwCoder.Narrated);

        _plan.Server.Requests.Should().Be(asked);
        Directory.Exists(_plan.Folder).Should().BeFalse("nothing was begun");
    }

    [Fact]
    public async Task In_a_terminal_the_editor_opens_with_what_is_known()
    {
        var editor = Path.Combine(_plan.Repository.Folder, "editor.sh");
        await File.WriteAllTextAsync(editor, $"cp \"$1\" '{_plan.Home}/shown'; echo 'By hand.' >> \"$1\"\n");
        var lwCoder = _plan.LwCoder(answer: _ => true);
        lwCoder.Variables["EDITOR"] = $"sh '{editor}'";

        (await EvalAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        InSample("human_feedback.md").Should().Be("By hand.\n");
        (await File.ReadAllTextAsync(Path.Combine(_plan.Home, "shown"))).Should().Contain("judge plans: 0.50")
            .And.Contain("tests after:  2 passed").And.NotContain("look at:");
        Directory.EnumerateFiles(_plan.Folder, "*draft*").Should().BeEmpty();
    }

    [Fact]
    public async Task The_editor_shows_what_the_change_did_to_tests()
    {
        File.Delete(Path.Combine(_plan.Worktree, "hello.txt"));
        TemporaryRepository.WriteIn(_plan.Worktree, "tests/all.sh", "echo TAP version 13; echo 1..1; echo ok 1 - stands\n");
        var lwCoder = _plan.LwCoder(answer: _ => true);
        lwCoder.Variables["EDITOR"] = $"f() {{ cp \"$1\" '{_plan.Home}/shown'; }}; f";

        (await EvalAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        (await File.ReadAllTextAsync(Path.Combine(_plan.Home, "shown")))
            .Should().Contain("look at:      test deleted: greets (failed before, has no result after)\n");
    }

    [Theory]
    [InlineData(0, "--threshold", "0.5")]
    [InlineData(3, "--threshold", "0.51")]
    [InlineData(0, "--require-tests")]
    public async Task A_low_score_is_a_failed_check_only_when_asked(int code, params string[] flags)
    {
        var lwCoder = _plan.LwCoder();
        (await EvalAsync(lwCoder, flags)).Should().Be(code, lwCoder.Narrated);
    }

    [Fact]
    public async Task A_change_that_deletes_a_failing_test_is_reported()
    {
        File.Delete(Path.Combine(_plan.Worktree, "hello.txt"));
        TemporaryRepository.WriteIn(_plan.Worktree, "tests/all.sh", "echo TAP version 13; echo 1..1; echo ok 1 - stands\n");

        var lwCoder = await EvaluatedAsync("--verdict", "reject");

        lwCoder.Printed.Should().Contain("after     1 passed, 0 failed, 0 skipped of 1, by TAP; 0 fail to pass, 0 pass to fail\n")
            .And.Contain("look at   test deleted: greets (failed before, has no result after)\n");
        using var after = JsonDocument.Parse(InSample("test_results_after.json"));
        after.RootElement.GetProperty("tampering")[0].GetProperty("kind").GetString().Should().Be("deleted");
        (await EvalAsync(_plan.LwCoder(), "--require-tests")).Should().Be(3);
    }

    [Fact]
    public async Task A_broken_test_is_a_failed_check_only_when_asked()
    {
        TemporaryRepository.WriteIn(_plan.Worktree, "tests/all.sh", Tests.Replace("ok 2", "not ok 2") + "exit 1\n");

        var lwCoder = await EvaluatedAsync();

        lwCoder.Printed.Should().Contain("; 1 fail to pass, 1 pass to fail\n");
        (await EvalAsync(_plan.LwCoder(), "--require-tests")).Should().Be(3);
    }

    [Fact]
    public async Task One_failing_judge_discards_neither_the_others_nor_the_tests()
    {
        _plan.Model = body => body.Contains("JUDGE-STYLE") ? throw new BadHttpRequestException("no", 400) : Judged(body, 0.9);

        var lwCoder = await EvaluatedAsync("--verdict", "accept");

        lwCoder.Narrated.Should().Contain("warning: judge style failed: ");
        lwCoder.Printed.Should().Contain("judges    0.90 weighted: plans 0.90; judge style failed: ")
            .And.Contain($"sample    {Sample}\n");
        SampleNames.Should().Contain("judge_plans.json").And.NotContain("judge_style.json");
        using var metadata = JsonDocument.Parse(InSample("metadata.json"));
        metadata.RootElement.GetProperty("failed_judges").EnumerateArray().Select(name => name.GetString()).Should()
            .Equal(["style"], "the fingerprint covers it, and yet there is nothing of it");
        (await EvalAsync(_plan.LwCoder(), "--threshold", "0.5")).Should().Be(3, "a judge failed");

        _plan.Model = _ => throw new BadHttpRequestException("no", 400);
        var nobody = _plan.LwCoder();
        (await EvalAsync(nobody, "--judge-model", "other")).Should().NotBe(0, "there is no finding at all");
        nobody.Narrated.Should().Contain("; judge style failed: ", "each failed judge is told by name");

        _plan.Model = body => Judged(body, 0.5);
        (await EvaluatedAsync()).Printed.Should().Contain("plans 0.90, style 0.50", "who failed is asked again");
        SampleNames.Should().Contain("judge_style.json");
    }

    [Fact]
    public async Task Tests_that_cannot_run_do_not_take_the_judges_with_them()
    {
        await EvaluatedAsync("--verdict", "accept");
        var before = InSample("test_results_after.json");
        _plan.Repository.Write(".lw_coder/config.toml", """
            [eval]
            test_command = 'sh tests/all.sh'
            [[code.setup]]
            name = 'fail'
            command = 'exit 4'
            """);
        await File.WriteAllTextAsync(Path.Combine(_plan.Worktree, "more.txt"), "more\n");
        var lwCoder = _plan.LwCoder();

        (await EvalAsync(lwCoder)).Should().Be(6, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("warning: tests: ");
        lwCoder.Printed.Should().Contain("judges    0.50 weighted").And.Contain("sample    none\n");
        InSample("test_results_after.json").Should().Be(before);
        InSample("ai_changes.patch").Should().NotContain("more.txt", "results and change belong together");
    }

    [Fact]
    public async Task Without_a_sandbox_the_judges_judge_all_the_same()
    {
        // Fails with an engine and without one.
        _plan.Repository.Write(".lw_coder/code.Dockerfile", "NO SUCH INSTRUCTION\n");
        var lwCoder = _plan.LwCoder();

        (await EvalAsync(lwCoder, "--sandbox", "docker", "--verdict", "accept")).Should().Be(6);

        lwCoder.Narrated.Should().Contain("warning: tests: ").And.Contain("judge plans: 0.50");
        lwCoder.Printed.Should().Contain("feedback  accept");
        (await EvaluatedAsync()).Narrated.Should().Contain("judges: known");
    }

    [Fact]
    public async Task A_plan_somebody_works_on_is_refused()
    {
        using var other = Process.Start("sleep", "60");
        try
        {
            var lease = Path.Combine(_plan.Root, ".lw_coder", "runs", "say-hello", ".lease");
            await File.WriteAllTextAsync(lease, $"{ProcessIdentity.Of(other.Id)}\n");
            var lwCoder = _plan.LwCoder();

            (await EvalAsync(lwCoder)).Should().Be(1);

            lwCoder.Narrated.Should().Contain("is being worked on by another lw_coder");
            File.Exists(lease).Should().BeTrue();
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task The_work_of_a_killed_run_is_evaluated()
    {
        var run = Directory.GetDirectories(Path.Combine(_plan.Root, ".lw_coder", "runs", "say-hello")).Single();
        var manifest = Path.Combine(run, "run.json");
        var text = await File.ReadAllTextAsync(manifest);
        var dead = $"{Environment.MachineName}:4000000:1";
        await File.WriteAllTextAsync(manifest, text
            .Replace("\"state\": \"finished\"", "\"state\": \"running\"").Replace($"{ProcessIdentity.Current}", dead));
        await File.WriteAllTextAsync(Path.Combine(run, "..", ".lease"), $"{dead}\n");

        var lwCoder = await EvaluatedAsync();

        lwCoder.Narrated.Should().Contain("was killed; its work is kept");
        (await File.ReadAllTextAsync(manifest)).Should().Contain("\"finished\"");
    }

    [Fact]
    public async Task An_interrupted_evaluation_goes_on_where_it_was()
    {
        using var interrupt = new CancellationTokenSource();
        _plan.Model = _ =>
        {
            SpinWait.SpinUntil(
                () => Directory.EnumerateFiles(_plan.Folder, "test_cases_*.json").Count() == 2, Eventually.Limit);
            interrupt.Cancel();
            throw new BadHttpRequestException("late", 400);
        };
        var first = _plan.LwCoder(cancellation: interrupt);
        (await EvalAsync(first, "--verdict", "accept")).Should().Be(130, first.Narrated);
        Directory.Exists(Sample).Should().BeFalse();
        File.Exists(Path.Combine(_plan.Folder, "..", ".lease")).Should().BeFalse();

        _plan.Model = body => Judged(body, 0.5);
        var second = await EvaluatedAsync("--verdict", "accept");

        second.Narrated.Should().Contain("tests before: known of this change, skipped").And.Contain("tests after: known");
        Directory.Exists(Sample).Should().BeTrue();
    }

    [Fact]
    public async Task Several_plans_may_be_evaluated_at_once()
    {
        await OtherPlanAsync();
        var both = new[] { _plan.LwCoder(), _plan.LwCoder() };

        var codes = await Task.WhenAll(
            both[0].RunAsync("eval", "say-hello", "--verdict", "accept", "--trust"),
            both[1].RunAsync("eval", "say-more", "--verdict", "accept", "--trust"));

        codes.Should().Equal([0, 0], both[0].Narrated + both[1].Narrated);
        SampleNames.Should().Contain("metadata.json");
        File.ReadAllText(Path.Combine(Samples, "say-more", "ai_changes.patch"))
            .Should().Contain("+more").And.NotContain("+hello");
    }

    [Fact]
    public async Task All_implemented_plans_become_a_table()
    {
        await OtherPlanAsync();
        _plan.WritePlan("implemented", await _plan.Repository.GitAsync("rev-parse", "HEAD"), "say-nothing");
        _plan.WritePlan("draft", id: "not-yet");
        await EvaluatedAsync("--verdict", "reject");
        var lwCoder = _plan.LwCoder();

        (await lwCoder.RunAsync("eval", "--all")).Should().Be(1, "one of them has no change");

        lwCoder.Printed.Split('\n').Select(line => string.Join(' ', line.Split(' ', '\t').Where(word => word.Length > 0)))
            .Should().Equal("say-hello 0.50 1/2 2/2 - reject yes", "say-more 0.50 1/2 1/2 - - -", "");
        lwCoder.Narrated.Should().Contain("say-nothing.md was not evaluated: plan 'say-nothing' has neither a worktree nor");

        var asJson = _plan.LwCoder();
        (await asJson.RunAsync("eval", "--all", "--json")).Should().Be(1);
        using var answer = JsonDocument.Parse(asJson.Printed);
        answer.RootElement.GetProperty("plans").GetArrayLength().Should().Be(2);
        var refused = answer.RootElement.GetProperty("refused").EnumerateArray().Should().ContainSingle().Subject;
        refused.GetProperty("plan").GetString().Should().EndWith("say-nothing.md");
        refused.GetProperty("error").GetString().Should().StartWith("plan 'say-nothing' has neither a worktree nor");
        refused.GetProperty("fix").GetString().Should().Contain("lw_coder code say-nothing");
    }

    [Fact]
    public async Task Without_an_implemented_plan_all_says_so()
    {
        _plan.WritePlan("done", await _plan.Repository.GitAsync("rev-parse", "HEAD"));
        var lwCoder = _plan.LwCoder();

        (await lwCoder.RunAsync("eval", "--all")).Should().Be(0);

        lwCoder.Narrated.Should().Contain("no plan is implemented");
    }

    [Fact]
    public async Task Json_is_one_object_with_all_evidence()
    {
        var lwCoder = await EvaluatedAsync("--json", "--verdict", "accept", "--feedback", "Yes.");

        using var json = JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("schema_version").GetInt32().Should().Be(1);
        var plan = json.RootElement.GetProperty("plans")[0];
        plan.GetProperty("plan_id").GetString().Should().Be("say-hello");
        plan.GetProperty("weighted_score").GetDouble().Should().Be(0.5);
        plan.GetProperty("judges").EnumerateArray().Select(judge => judge.GetProperty("feedback").GetString())
            .Should().HaveCount(2).And.NotContainNulls("what a judge says is evidence as its score is");
        plan.GetProperty("tests_before").GetProperty("failed_tests").GetInt32().Should().Be(1);
        plan.GetProperty("tests_after").GetProperty("fail_to_pass_count").GetInt32().Should().Be(1);
        plan.GetProperty("feedback").GetString().Should().Be("Yes.");
        plan.GetProperty("human_score").GetDouble().Should().Be(1);
        plan.GetProperty("sample").GetString().Should().Be(Sample);
        plan.GetProperty("failures").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task After_the_worktree_is_gone_the_runs_patch_is_evaluated()
    {
        TemporaryRepository.WriteIn(_plan.Worktree, "later.txt", "by hand, in no run\n");
        await EvaluatedAsync();
        await _plan.RemoveWorktreeAsync();

        var lwCoder = await EvaluatedAsync("--verdict", "accept");

        lwCoder.Printed.Should().Contain("after     2 passed").And.Contain($"sample    {Sample}\n")
            .And.Contain("next      commit the sample", "there is nothing to finalize");
        InSample("ai_changes.patch").Should().Contain("+hello").And.NotContain("later.txt", "that is not what was tested now");
    }

    [Fact]
    public async Task The_hook_is_told_what_was_exported()
    {
        var told = Path.Combine(_plan.Home, "told");
        _plan.ConfigureHome($$"""
            [hooks.eval_complete]
            command = 'echo ${plan_id} ${outcome} ${training_data_dir} >> {{told}}'
            """);

        await EvaluatedAsync();
        await EvaluatedAsync("--verdict", "accept");
        await EvaluatedAsync("--no-hooks");

        (await File.ReadAllTextAsync(told)).Should().Be($"say-hello complete \nsay-hello complete {Sample}\n");
    }

    [Fact]
    public async Task A_known_key_is_in_no_evidence_and_in_no_sample()
    {
        const string key = "planted-0123456789abcdef";
        const string copied = "copied-by-hand-0123456789";
        await File.WriteAllTextAsync(Path.Combine(_plan.Home, ".lw_coder", ".env"), $"SOME_API_KEY={key}\n");
        _plan.Repository.Write("local.env", $"DB={copied}\n");
        _plan.Repository.Write(".lw_coder/config.toml", """
            [worktree.file_sync]
            patterns = ['local.env']
            [eval]
            test_command = 'cat local.env hello.txt; sh tests/all.sh && grep -q planted- hello.txt'
            """);
        TemporaryRepository.WriteIn(_plan.Worktree, "hello.txt", $"{key} {copied}\n");
        _plan.Model = body => Judged(body, 0.5, $"It says {key} and {copied}.");

        var lwCoder = await EvaluatedAsync("--feedback", $"Why are {key} and {copied} in there?");

        var evidence = Directory.EnumerateFiles(_plan.Folder, "*", SearchOption.AllDirectories);
        var exported = Directory.EnumerateFiles(Samples, "*", SearchOption.AllDirectories);
        exported.Concat(evidence)
            .Where(file => File.ReadAllText(file) is var text && (text.Contains(key) || text.Contains(copied)))
            .Should().BeEmpty();
        InSample("ai_changes.patch").Should().Contain("[redacted:SOME_API_KEY]");
        (await File.ReadAllTextAsync(Path.Combine(_plan.Worktree, "hello.txt"))).Should().Contain(key, "the work is left alone");
        using var after = JsonDocument.Parse(InSample("test_results_after.json"));
        after.RootElement.GetProperty("exit_code").GetInt32().Should().Be(0, "the tests see the work as it is");
        using var metadata = JsonDocument.Parse(InSample("metadata.json"));
        metadata.RootElement.GetProperty("redactions").GetInt32().Should().BeGreaterThan(4);
        (lwCoder.Printed + lwCoder.Narrated).Should().NotContain(key);
    }

    [Theory]
    [InlineData("Name one plan, or give --all.")]
    [InlineData("Name one plan, or give --all.", "say-hello", "--all")]
    [InlineData("--feedback and --verdict are about one plan, not --all.", "--all", "--verdict", "accept")]
    [InlineData("--verdict takes accept or reject.", "say-hello", "--verdict", "maybe")]
    [InlineData("--threshold takes a number from 0 to 1.", "say-hello", "--threshold", "2")]
    public async Task What_makes_no_sense_is_a_usage_error(string message, params string[] arguments)
    {
        var lwCoder = _plan.LwCoder();

        (await lwCoder.RunAsync(["eval", .. arguments])).Should().Be(2);

        lwCoder.Narrated.Should().Contain(message);
        Directory.Exists(_plan.Folder).Should().BeFalse();
    }

    private string Samples => Path.Combine(_plan.Root, ".lw_coder", "training_data");

    private string Sample => Path.Combine(Samples, JudgedPlan.PlanId);

    private IEnumerable<string> SampleNames => Directory.EnumerateFiles(Sample, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Sample, file)).Order(StringComparer.Ordinal);

    private string InSample(string name) => File.ReadAllText(Path.Combine(Sample, name));

    /// <summary>Trusts the test command, for machines without bubblewrap.</summary>
    private static Task<int> EvalAsync(TestServices lwCoder, params string[] flags) =>
        lwCoder.RunAsync(["eval", JudgedPlan.PlanId, "--trust", .. flags]);

    private async Task<TestServices> EvaluatedAsync(params string[] flags)
    {
        var lwCoder = _plan.LwCoder();
        (await EvalAsync(lwCoder, flags)).Should().Be(0, lwCoder.Narrated);
        return lwCoder;
    }

    private async Task OtherPlanAsync()
    {
        _plan.WritePlan("draft", id: "say-more");
        await _plan.CodeAsync("say-more", $"{ShellAgent.Started}; echo more > more.txt; {ShellAgent.Done}");
    }

    private static string Judged(string body, double score, string feedback = "Fine.") => body.Contains("JUDGE-")
        ? JudgedPlan.Judgement(score, feedback)
        : """{"narrative": "STORY"}""";
}
