using System.Runtime.Versioning;
using LwCoder.Prompting.Scripting;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Eval;

/// <summary>
/// The story of `eval --talk` with real git, the host sandbox and an agent that is a shell script in the terminal.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class FeedbackTalkTests : IAsyncLifetime
{
    private const string Work = $"{ShellAgent.Started}; echo hello > hello.txt; {ShellAgent.Done}";

    private const string Judgement = """{"criteria": [], "feedback": "JUDGED-FINE", "score": 0.5}""";

    /// <summary>Where the prompt says that the evidence lies and the words go.</summary>
    private const string FindFolders =
        """in=$(sed -n 's/.*`\(.*\/input\)` holds.*/\1/p' "$1"); out=$(sed -n 's/.*`\(.*\)\/human_feedback.md`.*/\1/p' "$1"); """;

    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        await _repository.GitAsync("config", "user.name", "Ada");
        await _repository.GitAsync("config", "user.email", "ada@example.org");
        _repository.Write(".lw_coder/config.toml", "[eval]\ntest_command = 'test -e hello.txt'\n");
        _repository.Write(".lw_coder/judges/style.md", "---\nweight: 1.0\nmodel: vendor/style\n---\nJudge the style.");
        _repository.Write(".lw_coder/prompts/active/mini/default/main.md", "Do it: {plan_text}");
        _repository.Write(
            ".lw_coder/tasks/say-hello.md",
            $"---\nplan_id: say-hello\ngit_sha: \"{new string('0', 40)}\"\nstatus: draft\n---\nSay hello. PLAN-BODY\n");
        (await LwCoder("", person: false).RunAsync("code", "say-hello", "--sandbox", "host", "--headless")).Should().Be(0);
        // The talk is about the commit the plan began with, whatever came later.
        _repository.Write("later.txt", "later\n");
        await _repository.CommitAsync("Later");
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_the_person_said_becomes_feedback_and_completes_the_sample()
    {
        var lwCoder = LwCoder(Writes("---\\nverdict: reject\\n---\\nIt greets nobody.\\n"));

        (await TalkAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        Feedback.Should().Be("---\nverdict: reject\n---\nIt greets nobody.\n");
        lwCoder.Printed.Should().Contain("reject It greets nobody.");
        File.ReadAllText(Path.Combine(State, "training_data", "say-hello", "human_feedback.md")).Should().Be(Feedback);
        Sessions().Should().ContainSingle().Which.ReadManifest()
            .Should().BeEquivalentTo(new { Outcome = "completed", PlanId = "say-hello", Mode = "interactive" });
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task The_agent_sees_the_evidence_and_the_project_as_it_was_before()
    {
        var lwCoder = LwCoder($"{FindFolders} ls \"$in\" > \"$out/seen\"; cat \"$in\"/* >> \"$out/seen\"; ls >> \"$out/seen\"; "
            + "grep -c '{' \"$1\" >> \"$out/seen\"; cat \"$1\" >> \"$out/seen\"");

        (await TalkAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        var text = File.ReadAllText(Path.Combine(Sessions().Single().Path, "output", "seen"));
        text.Should().StartWith(
            "ai_changes.patch\ncode_trace_summary.md\njudge_style.md\nplan.md\ntest_results_after.json\n"
            + "test_results_before.json\n");
        text.Should().ContainAll(
            "+hello", "JUDGED-FINE", "PLAN-BODY", "\"exit_code\": 1", "\"tampering\"", "readme.md\n0\nYou help")
            .And.NotContain("later.txt");
    }

    [Fact]
    public async Task Who_leaves_without_a_word_has_said_nothing()
    {
        var lwCoder = LwCoder("true");

        (await TalkAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.Exists(FeedbackFile).Should().BeFalse();
        lwCoder.Narrated.Should().Contain("the talk ended and no feedback was written");
        lwCoder.Printed.Should().Contain("say what you think: lw_coder eval say-hello");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_agent_that_fails_is_a_failure_and_loses_no_earlier_words()
    {
        (await TalkAsync(LwCoder(Writes("First.\\n")))).Should().Be(0);
        var lwCoder = LwCoder("exit 3");

        (await TalkAsync(lwCoder)).Should().Be(1);

        lwCoder.Narrated.Should().Contain("feedback: the talk came to nothing: the session ended with exit code 3")
            .And.Contain("lw_coder eval say-hello --feedback");
        Feedback.Should().Be("First.\n");
    }

    [Fact]
    public async Task A_second_talk_knows_the_first_and_replaces_its_words()
    {
        (await TalkAsync(LwCoder(Writes("First.\\n")), "--verdict", "accept")).Should().Be(0);

        (await TalkAsync(
            LwCoder($"{FindFolders} grep -q First \"$in/earlier_feedback.md\" && echo Second. > \"$out/human_feedback.md\"")))
            .Should().Be(0);

        Feedback.Should().Be("---\nverdict: accept\n---\nSecond.\n");
    }

    [Theory]
    [InlineData("ln -s \"$in/plan.md\" \"$out/human_feedback.md\"", null)]
    [InlineData("mkdir \"$out/human_feedback.md\"", null)]
    [InlineData("mkfifo \"$out/human_feedback.md\"", null)]
    [InlineData("head -c 1100000 /dev/zero | tr '\\0' x > \"$out/human_feedback.md\"", "stays where it is")]
    public async Task Nothing_but_a_small_file_is_taken_for_words(string script, string? warning)
    {
        var lwCoder = LwCoder(FindFolders + script);

        (await TalkAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.Exists(FeedbackFile).Should().BeFalse();
        lwCoder.Narrated.Should().Contain(warning ?? "no feedback was written");
    }

    [Fact]
    public async Task Secrets_do_not_come_home_with_the_words()
    {
        var lwCoder = LwCoder(Writes("The key is $SHELL_AGENT_KEY or my-machine-key-0123456789.\\n"));
        lwCoder.Variables["SHELL_AGENT_KEY"] = "lent-key-0123456789";
        lwCoder.Variables["SOME_API_KEY"] = "my-machine-key-0123456789";

        (await TalkAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        Feedback.Should().Contain("[redacted:SHELL_AGENT_KEY]").And.Contain("[redacted:SOME_API_KEY]");
    }

    [Fact]
    public async Task Cancelling_keeps_what_was_written_and_leaves_no_worktree()
    {
        var lwCoder = LwCoder($"{Writes("Said before.\\n")}; touch \"$out/ready\"; sleep 98765");
        var running = TalkAsync(lwCoder);
        await Eventually.True(() => Directory.EnumerateFiles(State, "ready", SearchOption.AllDirectories).Any());

        await lwCoder.Cancellation.CancelAsync();

        (await running).Should().Be(130);
        Feedback.Should().Be("Said before.\n");
        Sessions().Single().ReadManifest().Outcome.Should().Be("cancelled");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task The_words_of_a_killed_talk_are_taken_over_by_the_next_evaluation()
    {
        (await TalkAsync(LwCoder("true"))).Should().Be(0);
        var killed = Sessions().Single();
        await _repository.GitAsync(
            "worktree", "add", "-q", "--detach", Path.Combine(killed.Path, "worktree"), killed.ReadManifest().BaseSha);
        File.WriteAllText(Path.Combine(killed.Path, "output", "human_feedback.md"), "Said before the kill.\n");
        killed.WriteManifest(
            killed.ReadManifest() with { State = RunState.Running, Owner = $"{Environment.MachineName}:999999:1" });
        var lwCoder = LwCoder("", person: false);

        (await lwCoder.RunAsync("eval", "say-hello", "--sandbox", "host", "--trust")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("the feedback session").And.Contain("was killed");
        Feedback.Should().Be("Said before the kill.\n");
        killed.ReadManifest().State.Should().Be(RunState.Finished);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Without_a_terminal_the_other_way_is_said_before_anything_is_done()
    {
        var lwCoder = LwCoder("", person: false);

        (await TalkAsync(lwCoder)).Should().Be(5);

        lwCoder.Narrated.Should().Contain("needs a person at a terminal")
            .And.Contain("lw_coder eval say-hello --feedback").And.NotContain("evaluating");
    }

    [Fact]
    public async Task Mini_does_not_talk()
    {
        var lwCoder = new TestServices(_repository.Root, Home) { Answer = _ => true };

        (await TalkAsync(lwCoder, "--tool", "mini")).Should().Be(2);

        lwCoder.Narrated.Should().Contain("mini does not talk in a terminal").And.Contain("--talk --tool claude-code");
    }

    [Theory]
    [InlineData("eval", "--all", "--talk")]
    [InlineData("eval", "say-hello", "--talk", "--feedback", "x")]
    public async Task A_talk_is_about_one_plan_and_stands_for_itself(params string[] arguments)
    {
        var lwCoder = LwCoder("");

        (await lwCoder.RunAsync(arguments)).Should().Be(2);

        lwCoder.Narrated.Should().Contain("--talk is about one plan, and in place of --feedback.");
    }

    private async Task NothingIsLeftAsync()
    {
        (await _repository.GitAsync("worktree", "list")).Split('\n').Should().HaveCount(2, "the plan's own is there");
        Sessions().Should().AllSatisfy(session =>
            Directory.GetDirectories(session.Path).Select(Path.GetFileName)
                .Should().NotContain(["worktree", "input", "repo-git"]));
        (await _repository.GitAsync("for-each-ref", "refs/lw_coder/rescue")).Should().BeEmpty();
    }

    private static string Writes(string text) => $"{FindFolders} printf '%b' \"{text}\" > \"$out/human_feedback.md\"";

    private string State => Path.Combine(_repository.Root, ".lw_coder");

    private string FeedbackFile => Path.Combine(State, "runs", "say-hello", "eval", "human_feedback.md");

    private string Feedback => File.ReadAllText(FeedbackFile);

    private IEnumerable<RunDirectory> Sessions() => new RunCatalog(Path.Combine(State, "plan-traces")).List("feedback");

    private string Home => Directory.CreateDirectory(Path.Combine(_repository.Folder, "home")).FullName;

    /// <param name="talk">What the agent does in the terminal.</param>
    private TestServices LwCoder(string talk, bool person = true) => new(_repository.Root, Home)
    {
        Agent = new ShellAgent(Work) { Tool = "claude-code", InTerminal = talk },
        Answer = person ? _ => true : null,
        Models = MiniScript.Models(new ScriptEntry { Answer = Judgement, Repeat = true }),
    };

    private static Task<int> TalkAsync(TestServices lwCoder, params string[] more) =>
        lwCoder.RunAsync(["eval", "say-hello", "--talk", "--sandbox", "host", "--trust", .. more]);
}
