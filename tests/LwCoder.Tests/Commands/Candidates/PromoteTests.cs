using System.Text.Json;
using LwCoder.Prompts;
using LwCoder.Runs;
using LwCoder.Tests.Support;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Trainer;

namespace LwCoder.Tests.Commands.Candidates;

/// <summary>The way from a candidate to the active prompts, back again, and what is told of it.</summary>
public sealed class PromoteTests : IAsyncLifetime
{
    private const string Set = "mini/default";

    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        Write("main.md", "Do the work.\n");
        Write("auditor.md", "Look.\n");
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_candidate_that_won_becomes_active_and_its_analysis_no_subagent()
    {
        await ProposeAsync("Do it well.");
        Compare("first", Active().Fingerprint, 1, ComparisonVerdict.Won);

        var promoted = await RunAsync(0, "promote", "1");

        promoted.Printed.Should().MatchRegex(
            @"^active     mini/default: [0-9a-f]{8}, from mini/default/candidate-001\nreason     it won the comparison first: ");
        Active().Main.Should().Be("Do it well.\n");
        Active().Subagents.Single().Should().BeEquivalentTo(new { Name = "keeper", Body = "Keep.\n" });
        Directory.EnumerateFiles(ActiveFolder).Select(Path.GetFileName).Should().BeEquivalentTo("main.md", "keeper.md");
        Directory.EnumerateFiles(PathOf("archive", Set), "ANALYSIS-*.md").Should().ContainSingle()
            .Which.Should().EndWith($"-{Active().Fingerprint}.md");
        (await RunAsync(0, "list")).Printed.Should().EndWith("\twon +0.250\t-\tactive\n");
    }

    [Fact]
    public async Task To_promote_it_twice_changes_nothing()
    {
        await ProposeAsync("Do it well.");
        await RunAsync(0, "promote", "1", "--force");

        (await RunAsync(0, "promote", "1")).Printed.Should().Contain("the same as mini/default/candidate-001 already");

        Directory.GetDirectories(PathOf("archive", Set)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(nameof(ComparisonVerdict.Lost), "it lost the comparison first", "keep the active prompts")]
    [InlineData(
        nameof(ComparisonVerdict.Inconclusive), "it neither won nor lost the comparison first", "compare it on more plans")]
    public async Task A_candidate_that_did_not_win_is_refused(string verdict, string reason, string fix)
    {
        await ProposeAsync("Do it badly.");
        Compare("first", Active().Fingerprint, 1, Enum.Parse<ComparisonVerdict>(verdict));

        var refused = await RunAsync(3, "promote", "1");

        refused.Narrated.Should().Contain($"mini/default/candidate-001 is not promoted: {reason}").And.Contain($"fix: {fix}")
            .And.Contain("--force");
        Active().Main.Should().Be("Do the work.\n");
        Directory.Exists(PathOf("archive")).Should().BeFalse();
    }

    [Fact]
    public async Task A_win_against_earlier_prompts_does_not_count()
    {
        await ProposeAsync("Do it well.");
        Compare("first", Active().Fingerprint, 1, ComparisonVerdict.Won);
        Write("main.md", "Do the work by hand.\n");

        (await RunAsync(3, "promote", "1")).Narrated.Should().Contain("comparison first was against ")
            .And.Contain("lw_coder candidates compare mini/default/candidate-001");

        (await RunAsync(0, "promote", "1", "--force", "--json")).Printed
            .Should().Contain("forced, although the comparison first was");
    }

    [Fact]
    public async Task A_candidate_that_was_edited_after_its_comparison_has_not_won_it()
    {
        await ProposeAsync("Do it well.");
        Compare("first", Active().Fingerprint, 1, ComparisonVerdict.Won);
        _repository.Write(".lw_coder/prompts/candidates/mini/default/candidate-001/main.md", "Do nothing.\n");

        (await RunAsync(3, "promote", "1")).Narrated.Should().Contain("nothing compared its prompts");
    }

    [Fact]
    public async Task Each_rollback_takes_one_promotion_back_until_there_is_none()
    {
        await ProposeAsync("Do it well.");
        await ProposeAsync("Do it better.");
        await RunAsync(0, "promote", "1", "--force");
        await RunAsync(0, "promote", "2", "--force");

        (await RunAsync(0, "rollback")).Printed.Should().Contain("takes back the promotion of mini/default/candidate-002");
        Active().Main.Should().Be("Do it well.\n");
        await RunAsync(0, "rollback", Set);
        Active().Main.Should().Be("Do the work.\n");
        Active().Subagents.Single().Name.Should().Be("auditor");

        (await RunAsync(1, "rollback")).Narrated.Should().Contain("there is no promotion to take back");
        await RunAsync(0, "promote", "2", "--force");
        await RunAsync(0, "rollback");
        Active().Main.Should().Be("Do the work.\n");
    }

    [Theory]
    [InlineData("main.md", "Mine.\n")]
    [InlineData("keeper.md", "---\nname: keeper\ndescription: My own words.\n---\nKeep.\n")]
    [InlineData("main.md", "")]
    public async Task What_was_edited_since_is_rolled_back_by_force_only_and_kept(string file, string text)
    {
        await ProposeAsync("Do it well.");
        await RunAsync(0, "promote", "1", "--force");
        Write(file, text);

        (await RunAsync(1, "rollback")).Narrated.Should().Contain("somebody edited them since").And.Contain("--force");
        File.ReadAllText(Path.Combine(ActiveFolder, file)).Should().Be(text);
        await RunAsync(0, "rollback", "--force");

        Active().Main.Should().Be("Do the work.\n");
        Directory.GetDirectories(PathOf("archive", Set)).Select(folder => Path.Combine(folder, file)).Where(File.Exists)
            .Select(File.ReadAllText).Should().Contain(text);
    }

    [Fact]
    public async Task A_rollback_that_was_killed_and_is_repeated_takes_back_one_promotion()
    {
        await ProposeAsync("Do it well.");
        await ProposeAsync("Do it better.");
        await RunAsync(0, "promote", "1", "--force");
        await RunAsync(0, "promote", "2", "--force");
        await RunAsync(0, "rollback");
        // As it was before the new set had its name, and the story was told.
        var lines = File.ReadAllLines(PathOf("history.jsonl"));
        File.WriteAllText(PathOf(".swap", "pending.json"), lines[2]);
        File.WriteAllLines(PathOf("history.jsonl"), lines[..2]);
        Directory.Move(ActiveFolder, PathOf(".swap", "incoming"));

        (await RunAsync(0, "rollback")).Printed.Should().Contain("takes back the promotion of mini/default/candidate-002");

        Active().Main.Should().Be("Do it well.\n");
        File.ReadAllLines(PathOf("history.jsonl")).Should().Equal(lines);
        await RunAsync(0, "rollback");
        Active().Main.Should().Be("Do the work.\n");
    }

    [Fact]
    public async Task Which_promotion_is_meant_has_to_be_clear()
    {
        await ProposeAsync("Do it well.");
        _repository.Write(".lw_coder/prompts/active/droid/default/main.md", "Do.");
        _repository.Write(".lw_coder/prompts/candidates/droid/default/candidate-001/main.md", "Do it.");
        await RunAsync(0, "promote", "mini/default/candidate-001", "--force");
        await RunAsync(0, "promote", "droid/default/candidate-001", "--force");

        (await RunAsync(2, "rollback")).Narrated
            .Should().Contain("promotions of mini/default and droid/default can be taken back");
        await RunAsync(0, "rollback", "droid/default");

        Active().Main.Should().Be("Do it well.\n");
        (await RunAsync(1, "rollback", "claude-code-cli/opus")).Narrated.Should().Contain("no promotion of claude-code-cli/opus");
    }

    [Fact]
    public async Task History_says_what_each_version_achieved_and_what_took_its_place()
    {
        var old = Active().Fingerprint;
        Record("20261101_100000", old, "failed", 0.5m);
        Record("20261102_100000", old, "completed", 0.25m);
        _repository.Write(
            ".lw_coder/runs/plan/eval/judge_reuse.json", """{"judge_name":"reuse","weight":0.5,"score":0.5,"feedback":"f"}""");
        _repository.Write(".lw_coder/runs/plan/eval/test_results_after.json", """{"total_tests":4,"failed_tests":0}""");
        _repository.Write(".lw_coder/runs/plan/eval/human_feedback.md", "---\nverdict: accept\n---\nGood.\n");
        await ProposeAsync("Do it well.");
        await RunAsync(0, "promote", "1", "--force");
        Record("20261103_100000", Active().Fingerprint, "completed", 1m, "other");

        (await RunAsync(0, "history")).Printed.Should().MatchRegex(
            $"^mini/default\t{old}\t-\t2\t1\t0.50\t1 of 1\t1 of 1\t\\$0.75\t30\t2026-11-02 10:00\t-\n"
            + "mini/default\t[0-9a-f]{8}\tmini/default/candidate-001\t1\t1\t-\t-\t-\t\\$1.00\t15\t2026-11-03 10:00\tactive\n"
            + "\n\\S+ \\S+\tpromote\tmini/default\t" + old + "\t[0-9a-f]{8}\tmini/default/candidate-001: forced, although ");
        using var json = JsonDocument.Parse((await RunAsync(0, "history", "--json")).Printed);
        json.RootElement.GetProperty("versions")[0].GetProperty("outcomes").GetProperty("failed").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("changes")[0].GetProperty("change").GetString().Should().Be("promote");
        (await RunAsync(0, "show", "1")).Printed.Should().Contain("used       1 run\n");
    }

    [Fact]
    public async Task A_later_init_adds_no_stock_subagents_to_what_was_promoted()
    {
        await ProposeAsync("Do it well.");
        await RunAsync(0, "promote", "1", "--force");

        (await new TestServices(_repository.Root, Path.Combine(_repository.Folder, "home")).RunAsync("init")).Should().Be(0);

        Active().Subagents.Single().Name.Should().Be("keeper");
        await RunAsync(0, "rollback");
    }

    [Fact]
    public async Task Line_ends_that_git_changed_are_no_edit_and_a_deleted_set_comes_back_by_force()
    {
        await ProposeAsync("Do it well.");
        await RunAsync(0, "promote", "1", "--force");
        Write("main.md", "Do it well.\r\n");
        await RunAsync(0, "rollback");
        await RunAsync(0, "promote", "1", "--force");
        Directory.Delete(ActiveFolder, recursive: true);

        await RunAsync(1, "rollback");
        (await RunAsync(0, "rollback", "--force")).Printed.Should().Contain("archived   nothing");

        Active().Main.Should().Be("Do the work.\n");
    }

    [UnixFact]
    public async Task Links_in_a_candidate_are_not_followed()
    {
        await ProposeAsync("Do it well.");
        var folder = PathOf("candidates", Set, "candidate-001");
        _repository.Write("secret.txt", "SECRET");
        foreach (var name in new[] { "ANALYSIS.md", "keeper.md" })
        {
            File.Delete(Path.Combine(folder, name));
            File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine(_repository.Root, "secret.txt"));
        }

        await RunAsync(1, "promote", "1", "--force");

        Active().Main.Should().Be("Do the work.\n");
        Directory.EnumerateFiles(PathOf(), "*.md", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(folder, StringComparison.Ordinal))
            .Select(File.ReadAllText).Should().NotContain("SECRET");
    }

    [Fact]
    public async Task A_history_that_cannot_be_read_is_named_by_line()
    {
        await ProposeAsync("Do it well.");
        await RunAsync(0, "promote", "1", "--force");
        File.AppendAllText(PathOf("history.jsonl"), "<<<<<<< HEAD\n");

        (await RunAsync(1, "rollback")).Narrated.Should().Contain("history.jsonl").And.Contain("line 2");
    }

    [Fact]
    public async Task Prompts_that_were_never_installed_are_not_promoted_into_being()
    {
        _repository.Write(".lw_coder/prompts/candidates/mini/opus/candidate-001/main.md", "Do it.");

        (await RunAsync(6, "promote", "1", "--force")).Narrated.Should().Contain("lw_coder init");
    }

    private string ActiveFolder => PathOf("active", Set);

    private PromptSet Active() => PromptSet.Load(ActiveFolder);

    private string PathOf(params string[] parts) => Path.Combine([_repository.Root, ".lw_coder", "prompts", .. parts]);

    private void Write(string file, string text) => _repository.Write($".lw_coder/prompts/active/{Set}/{file}", text);

    private async Task<TestServices> RunAsync(int expected, params string[] arguments)
    {
        var lwCoder = new TestServices(_repository.Root, Path.Combine(_repository.Folder, "home"));
        (await lwCoder.RunAsync(["candidates", .. arguments])).Should().Be(expected, lwCoder.Narrated);
        return lwCoder;
    }

    private async Task ProposeAsync(string main)
    {
        var prompts = new CandidatePrompts(main, [new SubagentDefinition("keeper", "Keeps all.", "Keep.")], "Because.");
        var origin = new CandidateOrigin(
            DateTimeOffset.UnixEpoch, "mini", "default", "m", "ba5e", prompts.ToSet().Fingerprint, "all", 0, ["one"], 0,
            "cached");
        await new CandidateFolder(PathOf("candidates"), "mini", "default").WriteAsync(prompts, origin, default);
    }

    private void Compare(string id, string active, int candidate, ComparisonVerdict verdict)
    {
        var name = new CandidateName("mini", "default", candidate);
        var set = PromptSet.Load(PathOf("candidates", Set, name.Folder));
        var folder = Path.Combine(ComparisonCatalog.FolderIn(Path.Combine(_repository.Root, ".lw_coder")), id);
        ComparisonFile.Write(Directory.CreateDirectory(folder).FullName, new Comparison(
            id, DateTimeOffset.UnixEpoch, "mini", "default", null, 2, 0,
            new ComparedSet($"active/{Set}", active, 0.5, 10, 0, 1, "billed", 60),
            [
                new ComparedCandidate(
                    new ComparedSet(name.ToString(), set.Fingerprint, 0.75, 10, 0, 1, "billed", 60), verdict, "Because.", 5, 0.25,
                    0.125, 0.375, 0.05),
            ],
            [], [], null));
    }

    private void Record(string stamp, string fingerprint, string outcome, decimal cost, string plan = "plan")
    {
        var id = new RunId(plan, stamp);
        var run = new RunDirectory(id, Path.Combine(_repository.Root, ".lw_coder", "runs", plan, stamp));
        Directory.CreateDirectory(run.Path);
        run.WriteManifest(Manifests.New(id) with
        {
            State = RunState.Finished, Outcome = outcome, Tool = "mini", PromptSource = $"prompts/active/{Set}",
            PromptFingerprint = fingerprint, Cost = cost, Tokens = new TokenCounts(10, 5, 1),
        });
    }
}
