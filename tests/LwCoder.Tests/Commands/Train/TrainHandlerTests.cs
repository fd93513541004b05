using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Prompts;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;
using LwCoder.Training.Candidates;

namespace LwCoder.Tests.Commands.Train;

/// <summary>The story of `train`, with a model behind a real HTTP server and samples as older tools left them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TrainHandlerTests : IAsyncLifetime
{
    private static readonly string Better =
        "Carry out {plan_text} with care. Let plan-keeper check it against the plan after each round of work. "
        + string.Concat(Enumerable.Repeat("Run the tests, read what they say, and put it right. ", 40));

    private TemporaryRepository _repository = null!;
    private ModelServer _server = null!;
    private Func<string, string> _model = _ => Answer(
        Better, ("plan-keeper", "Compares the change with the plan.", "Read and report."));

    public async Task InitializeAsync()
    {
        _server = await ModelServer.StartAsync((context, _) => context.WriteAsync(
            200, Answers.Completion(_model((string)context.Items[ModelServer.BodyKey]!))));
        _repository = await TemporaryRepository.CreateAsync();
        (await LwCoder().RunAsync("init")).Should().Be(0);
        Directory.CreateDirectory(Path.Combine(Home, ".lw_coder"));
        File.WriteAllText(
            Path.Combine(Home, ".lw_coder", "config.toml"),
            $"[lm]\nprovider = 'openrouter'\nbase_url = '{_server.BaseUrl}'\nmodel = 'vendor/model'\n");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task Samples_of_older_tools_become_a_candidate()
    {
        OldSample.Write(_repository, "train-command-v1");
        _repository.Write(".lw_coder/training_data/train-command-v1/code_trace.md", OldSample.Trace());
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("train", "--model", "vendor/writer")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Printed.Should().Contain("candidate  claude-code-cli/sonnet/candidate-001\n")
            .And.Contain("usage      11 tokens in, 7 out, 18 in all, $0.0004 (billed)\n").And.EndWith("What I **saw**.\n");
        lwCoder.Narrated.Should().MatchRegex(
            @"notice: shortened to the evidence: trace of train-command-v1: \d+ of 7\d\d\d\d\d characters\n");
        var asked = _server.Received.Single().Body;
        asked.Should().Contain($"I see: {OldSample.Needle}").And.Contain("vendor/writer").And.NotContain("xEND");
        asked.Length.Should().BeLessThan(600_000);
        var set = PromptSet.Load(FolderOf(1));
        set.Main.Should().Be(Better.Trim() + "\n");
        set.Subagents.Single().Should().BeEquivalentTo(
            new { Name = "plan-keeper", Description = "Compares the change with the plan.", Body = "Read and report.\n" });
        var analysis = Path.Combine(FolderOf(1), "ANALYSIS.md");
        var (origin, text) = CandidateOrigin.Parse(File.ReadAllBytes(analysis), analysis);
        text.Should().Be("What I **saw**.");
        origin.Should().BeEquivalentTo(new
        {
            Tool = "claude-code", Variant = "sonnet", Model = "vendor/writer", Selection = "recent", Seed = 0, Trimmed = 1,
            Samples = new[] { "train-command-v1" }, set.Fingerprint, Cost = "$0.0004 (billed)",
        });
        Directory.EnumerateFiles(FolderOf(1)).Select(Path.GetFileName).Should()
            .BeEquivalentTo("main.md", "plan-keeper.md", "ANALYSIS.md");
        await using var store =
            SqliteStore.At(StoreLocation.DatabaseIn(Path.Combine(_repository.Root, ".lw_coder")), TimeProvider.System);
        (await store.TextsAsync("SELECT mode || ' ' || tool || ' ' || status || ' ' || total_cost FROM sessions"))
            .Should().Equal("train lw_coder completed 0.00042");
    }

    [Fact]
    public async Task The_same_samples_again_are_the_same_candidate_and_another_seed_is_another_try()
    {
        OldSample.Write(_repository, "one");
        (await LwCoder().RunAsync("train")).Should().Be(0);
        var again = LwCoder();
        (await again.RunAsync("train")).Should().Be(0);
        _server.Requests.Should().Be(1);
        again.Printed.Should().Contain("candidate-001 (was there already)").And.Contain("cached");

        _model = _ => Answer(Better + "Then rest.");
        (await LwCoder().RunAsync("train", "--seed", "7")).Should().Be(0);

        _server.Requests.Should().Be(2);
        Directory.Exists(FolderOf(2)).Should().BeTrue();
    }

    [Fact]
    public async Task A_broken_rule_is_one_repair_turn()
    {
        OldSample.Write(_repository, "one");
        _model = body => Answer(body.Contains("It breaks") ? Better : Better + "\n(rest unchanged)\n");

        (await LwCoder().RunAsync("train")).Should().Be(0);

        _server.Requests.Should().Be(2);
        _server.Received.Last().Body.Should().Contain("It breaks: every prompt is written out in full");
    }

    [Fact]
    public async Task An_answer_that_stays_unusable_is_kept_for_the_person()
    {
        OldSample.Write(_repository, "one");
        _model = _ => Answer(Better, ("not-called", "Nobody calls it.", "Sleep."));
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("train")).Should().Be(1);

        _server.Requests.Should().Be(2);
        lwCoder.Narrated.Should().Contain("spent in vain: 22 tokens in").And.Contain("mentions each subagent by its exact name");
        File.ReadAllText(Directory.EnumerateFiles(Path.Combine(Candidates, ".rejected"), "*.txt").Single())
            .Should().Contain("not-called");
        Directory.Exists(FolderOf(1)).Should().BeFalse();
        (await _repository.GitAsync("status", "--porcelain", "--", ".lw_coder/prompts/candidates")).Should().BeEmpty();
    }

    [Fact]
    public async Task Broken_samples_are_named_and_the_others_used()
    {
        OldSample.Write(_repository, "good");
        OldSample.Write(_repository, "high", score: 7);
        OldSample.Write(_repository, "mute");
        File.Delete(Path.Combine(_repository.Root, ".lw_coder/training_data/mute/human_feedback.md"));
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("train", "--json")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should()
            .Contain("the sample high is not used: judge_code-reuse.json: score is not a number from 0 to 1")
            .And.Contain("the sample mute is not used: human_feedback.md: missing");
        using var json = JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("samples").EnumerateArray().Select(id => id.GetString()).Should().Equal("good");
        json.RootElement.GetProperty("tokens").GetProperty("in").GetInt32().Should().Be(11);
        json.RootElement.GetProperty("tokens").GetProperty("total").GetInt32().Should().Be(18);
    }

    [Theory]
    [InlineData("metadata.json", "[1]", "it is no JSON object")]
    [InlineData("test_results_before.json", "{", "it is no JSON")]
    [InlineData("judge_other.json", "{}", "score is not a number from 0 to 1")]
    public async Task A_sample_is_used_without_what_it_need_not_have(string file, string text, string reason)
    {
        OldSample.Write(_repository, "good");
        _repository.Write($".lw_coder/training_data/good/{file}", text);
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("train", "--json")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain($"the sample good is read without one of its files: {file}: {reason}");
        using var json = JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("samples").EnumerateArray().Select(id => id.GetString()).Should().Equal("good");
    }

    [Fact]
    public async Task Without_samples_it_says_what_to_run()
    {
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("train")).Should().Be(1);

        lwCoder.Narrated.Should().Contain("there is no sample to learn from").And.Contain("lw_coder eval <plan>");
        _server.Requests.Should().Be(0);
    }

    [Fact]
    public async Task All_samples_are_studied_in_batches_and_the_lessons_of_all_go_into_the_prompts()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            OldSample.Write(_repository, id, feedback: $"FEEDBACK-{id}");
        }
        _model = body => body.Contains("study_samples") || !body.Contains("max_subagents")
            ? JsonSerializer.Serialize(new { lessons = new[] { body.Contains("FEEDBACK-c") ? "LESSON-2" : "LESSON-1" } })
            : Answer(Better);
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("train", "--select", "all", "--batch-size", "2")).Should().Be(0, lwCoder.Narrated);

        _server.Requests.Should().Be(3);
        _server.Received.Last().Body.Should().Contain("LESSON-1").And.Contain("LESSON-2").And.NotContain("FEEDBACK-");
    }

    [Fact]
    public async Task A_plan_that_the_sample_lacks_comes_from_tasks_or_its_backup()
    {
        OldSample.Write(_repository, "plan-there");
        OldSample.Write(_repository, "plan-kept");
        WritePlan("plan-there", "PLAN-IN-TASKS");
        WritePlan("plan-kept", "PLAN-IN-BACKUP");
        (await LwCoder().RunAsync("abandon", "plan-kept", "--yes")).Should().Be(0);

        (await LwCoder().RunAsync("train")).Should().Be(0);

        _server.Received.Single().Body.Should().Contain("PLAN-IN-TASKS").And.Contain("PLAN-IN-BACKUP");
    }

    [Fact]
    public async Task The_prompts_that_other_samples_had_are_shown_without_the_plan_and_the_current_ones_not_again()
    {
        OldSample.Write(_repository, "of-others");
        _repository.Write(".lw_coder/training_data/of-others/plan.md", "---\nplan_id: of-others\n---\nPLAN-OF-OTHERS\n");
        _repository.Write(".lw_coder/training_data/of-others/prompts/main.md", "MAIN-OF-OTHERS PLAN-OF-OTHERS\n");
        _repository.Write(".lw_coder/training_data/of-others/prompts/helper.md", "HELPER-OF-OTHERS\n");
        OldSample.Write(_repository, "of-these");
        var active =
            PromptSet.Load(Path.Combine(_repository.Root, ".lw_coder", "prompts", "active", "claude-code-cli", "sonnet"));
        _repository.Write(
            ".lw_coder/training_data/of-these/metadata.json",
            $$"""{"tool": "claude-code", "prompt_fingerprint": "f00d", "active_prompt_fingerprint": "{{active.Fingerprint}}"}""");
        _repository.Write(".lw_coder/training_data/of-these/prompts/main.md", "MAIN-OF-THESE\n");

        (await LwCoder().RunAsync("train")).Should().Be(0);

        _server.Received.Single().Body.Should().Contain("MAIN-OF-OTHERS {plan_text}").And.Contain("HELPER-OF-OTHERS")
            .And.NotContain("MAIN-OF-THESE");
    }

    [Fact]
    public async Task More_lessons_than_fit_are_shortened_and_told()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            OldSample.Write(_repository, id, feedback: $"FEEDBACK-{id}");
        }
        _model = body => body.Contains("study_samples") || !body.Contains("max_subagents")
            ? JsonSerializer.Serialize(new { lessons = new[] { $"START {new string('x', 120_000)} END" } })
            : Answer(Better);
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("train", "--select", "all", "--batch-size", "1", "--json")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("notice: shortened to the evidence: 3 lessons: 200000 of 3600");
        lwCoder.Printed.Should().Contain("\"3 lessons: 200000 of 3600");
        _server.Received.Last().Body.Should().Contain("START").And.Contain("END")
            .And.Match<string>(body => body.Length < 300_000);
    }

    [Fact]
    public async Task Prompts_of_the_old_layout_are_moved_once_and_trained()
    {
        var active = Path.Combine(_repository.Root, ".lw_coder", "prompts", "active", "claude-code-cli");
        var old = Path.Combine(_repository.Root, ".lw_coder", "optimized_prompts");
        Directory.CreateDirectory(old);
        Directory.Move(active, Path.Combine(old, "claude-code-cli"));
        OldSample.Write(_repository, "one");
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("train")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("notice: moved the prompts");
        Directory.Exists(old).Should().BeFalse();
        File.Exists(Path.Combine(active, "opus", "main.md")).Should().BeTrue();
        var again = LwCoder();
        (await again.RunAsync("train")).Should().Be(0, again.Narrated);
        again.Narrated.Should().NotContain("moved");
    }

    [Theory]
    [InlineData("opus", "opus")]
    [InlineData("vendor/writer", "sonnet")]
    public async Task The_variant_is_the_models_where_it_has_prompts_of_its_own(string model, string variant)
    {
        OldSample.Write(_repository, "one");

        (await LwCoder().RunAsync("train", "--model", model)).Should().Be(0);

        Directory.Exists(Path.Combine(Candidates, "claude-code-cli", variant, "candidate-001")).Should().BeTrue();
        _server.Received.Single().Body.Should().Contain(model == "opus" ? "anthropic/claude-opus-4.5" : "vendor/writer");
    }

    [Fact]
    public async Task Two_at_once_get_two_numbers()
    {
        OldSample.Write(_repository, "one");
        _model = body => Answer($"{Better} {Guid.NewGuid().ToString("N")[..6]}");

        var codes = await Task.WhenAll(Enumerable.Range(1, 4).Select(seed => LwCoder().RunAsync("train", "--seed", $"{seed}")));

        codes.Should().AllBeEquivalentTo(0);
        Directory.EnumerateDirectories(Path.Combine(Candidates, "claude-code-cli", "sonnet")).Should().HaveCount(4);
    }

    [Fact]
    public async Task Secrets_in_old_samples_do_not_leave_the_machine()
    {
        const string key = "planted-0123456789abcdef";
        File.WriteAllText(Path.Combine(Home, ".lw_coder", ".env"), $"SOME_API_KEY={key}\n");
        OldSample.Write(_repository, "one", feedback: $"My key is {key}.");

        (await LwCoder().RunAsync("train")).Should().Be(0);

        _server.Received.Single().Body.Should().NotContain(key).And.Contain("[redacted:SOME_API_KEY]");
    }

    [Theory]
    [InlineData("--batch-size", "11")]
    [InlineData("--max-subagents", "0")]
    [InlineData("--select", "best")]
    [InlineData("--tool", "vim")]
    public async Task What_is_out_of_bounds_is_a_usage_error(string flag, string value) =>
        (await LwCoder().RunAsync("train", flag, value)).Should().Be(2);

    [Fact]
    public async Task A_variant_that_is_not_installed_is_a_usage_error_but_a_tool_with_one_set_needs_none()
    {
        OldSample.Write(_repository, "one");
        var lwCoder = LwCoder();
        (await lwCoder.RunAsync("train", "opus", "--tool", "mini")).Should().Be(2);
        lwCoder.Narrated.Should().Contain("name one of: default");

        (await LwCoder().RunAsync("train", "--tool", "mini")).Should().Be(0);

        Directory.Exists(Path.Combine(Candidates, "mini", "default", "candidate-001")).Should().BeTrue();
    }

    private string Home => Path.Combine(_repository.Folder, "home");

    private string Candidates => Path.Combine(_repository.Root, ".lw_coder", "prompts", "candidates");

    private string FolderOf(int number) =>
        Path.Combine(Candidates, "claude-code-cli", "sonnet", $"candidate-{number:000}");

    private static string Answer(string main, params (string Name, string Description, string Prompt)[] subagents) =>
        JsonSerializer.Serialize(new
        {
            main_prompt = main,
            subagents = subagents.Select(one => new { name = one.Name, description = one.Description, prompt = one.Prompt }),
            analysis_summary = "What I **saw**.",
        });

    private void WritePlan(string id, string body) => _repository.Write(
        $".lw_coder/tasks/{id}.md", $"---\nplan_id: {id}\ngit_sha: \"{new string('0', 40)}\"\nstatus: draft\n---\n{body}\n");

    private TestServices LwCoder()
    {
        var services = new TestServices(_repository.Root, Home);
        services.Variables["OPENROUTER_API_KEY"] = "my-own-key-0123456789";
        return services;
    }
}
