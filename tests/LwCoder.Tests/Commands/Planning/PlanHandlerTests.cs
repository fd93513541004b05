using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Prompting.Scripting;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Planning;

/// <summary>The story of `plan` with real git, the host sandbox and an agent that is a shell script.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PlanHandlerTests : IAsyncLifetime
{
    private const string Zeros = "\"0000000000000000000000000000000000000000\"";

    /// <summary>Where the prompt says that the plan goes.</summary>
    private const string FindOutput =
        """tee prompt-seen > /dev/null; out=$(sed -n 's/^Write `\(.*\)\/<plan_id>.md`.*/\1/p' prompt-seen); rm prompt-seen""";

    private const string Valid = $"---\\nplan_id: add-login\\ngit_sha: {Zeros}\\nstatus: draft\\n---\\nAdd a login.\\n";

    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        await _repository.GitAsync("config", "user.name", "Ada");
        await _repository.GitAsync("config", "user.email", "ada@example.org");
        (await LwCoder("true").RunAsync("init")).Should().Be(0);
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_idea_becomes_a_plan()
    {
        var lwCoder = LwCoder(Writes("add-login.md", Valid));

        (await PlanAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllText(PlanOf("add-login")).Should().Be(Valid.Replace("\\n", "\n"));
        lwCoder.Printed.Should().StartWith("completed: ").And.Contain(".lw_coder/tasks/add-login.md")
            .And.Contain("'lw_coder code add-login'");
        (await _repository.GitAsync("show", "refs/plan-backups/add-login:.lw_coder/tasks/add-login.md"))
            .Should().Contain("Add a login.");
        await NothingIsLeftAsync();
        var session = Sessions("add-login").Should().ContainSingle().Subject;
        session.ReadManifest()
            .Should().BeEquivalentTo(new { Outcome = "completed", PlanId = "add-login", State = RunState.Finished });
        session.ReadManifest().RunId.Should().Be(session.Id.ToString());
        File.ReadAllText(session.TraceFile).Should().Contain("**Plan**: add-login");
    }

    [Fact]
    public async Task The_agent_is_told_the_idea_word_for_word_and_reads_the_project()
    {
        var lwCoder = LwCoder($"{ShellAgent.Started}; {FindOutput.Replace("; rm prompt-seen", "")}; "
            + "cp prompt-seen \"$out\"; cp readme.md \"$out/readme\"; ls \"$HOME/.agents\" > \"$out/reviewers\"; "
            + $"rm prompt-seen; {ShellAgent.Done}");

        await PlanAsync(lwCoder, "--text", "Say {output_folder} and $HOME.");

        var output = Path.Combine(Sessions("planning").Single().Path, "output");
        File.ReadAllText(Path.Combine(output, "prompt-seen")).Should().Contain("<idea>\nSay {output_folder} and $HOME.\n</idea>")
            .And.Contain("Nobody can answer you").And.NotContain("{person}");
        File.ReadAllText(Path.Combine(output, "readme")).Should().Be("hello\n");
        File.ReadAllLines(Path.Combine(output, "reviewers"))
            .Should().Equal("maintainability-reviewer.md", "test-discovery.md", "test-reviewer.md");
    }

    [Fact]
    public async Task An_idea_may_be_a_file_with_front_matter()
    {
        _repository.Write("ideas/login.md", "---\ntags: [x]\n---\nAdd a login.\n");
        var lwCoder = LwCoder($"{ShellAgent.Started}; grep -q 'tags:' && touch bad; {ShellAgent.Done}");

        (await lwCoder.RunAsync("plan", "ideas/login.md", "--sandbox", "host", "--headless")).Should().Be(1);

        (await _repository.GitAsync("for-each-ref", "refs/lw_coder/rescue")).Should().BeEmpty();
        Sessions("planning").Single().ReadManifest().Reason.Should().Be("the session ended and no plan was written");
        File.ReadAllText(Sessions("planning").Single().PromptFile).Should().Contain("Add a login.");
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_clash_of_names_makes_a_fresh_id_in_the_file_as_well()
    {
        (await PlanAsync(LwCoder(Writes("add-login.md", Valid)))).Should().Be(0);
        var lwCoder = LwCoder(Writes("anything.md", Valid.Replace("a login", "another login")));

        (await PlanAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllText(PlanOf("add-login")).Should().Contain("Add a login.");
        File.ReadAllText(PlanOf("add-login-2")).Should().Contain("plan_id: add-login-2\n").And.Contain("Add another login.");
    }

    [Fact]
    public async Task Small_mistakes_are_put_right_and_told()
    {
        var lwCoder = LwCoder(Writes("Add login.md", "---\\nplan_id: Add login\\ngit_sha: HEAD\\n---\\nAdd a login.\\n"));

        (await PlanAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllText(PlanOf("Add-login")).Should().Contain($"git_sha: {Zeros}\n").And.Contain("status: draft\n");
        lwCoder.Narrated.Should().Contain("put right in .lw_coder/tasks/Add-login.md: ");
    }

    [Fact]
    public async Task A_plan_that_is_not_valid_is_kept_and_its_mistakes_are_named()
    {
        var lwCoder = LwCoder(Writes("add-login.md", "---\\nplan_id: add-login\\nowner: me\\n---\\nAdd a login.\\n"));

        (await PlanAsync(lwCoder)).Should().Be(1);

        File.ReadAllText(PlanOf("add-login")).Should().Be("---\nplan_id: add-login\nowner: me\n---\nAdd a login.\n");
        lwCoder.Narrated.Should().Contain("unknown key 'owner'");
        lwCoder.Printed.Should().Contain("(not valid yet)").And.Contain("lw_coder plan lint add-login.md");
        (await _repository.GitAsync("rev-parse", "refs/plan-backups/add-login")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Links_the_agent_made_are_not_followed()
    {
        File.WriteAllText(Path.Combine(_repository.Folder, "secret.md"), Valid);
        var lwCoder = LwCoder(
            $"{ShellAgent.Started}; {FindOutput}; ln -s {_repository.Folder}/secret.md \"$out/add-login.md\"; {ShellAgent.Done}");

        (await PlanAsync(lwCoder)).Should().Be(1);

        File.Exists(PlanOf("add-login")).Should().BeFalse();
    }

    [Fact]
    public async Task What_the_agent_changed_in_the_project_is_kept_and_touches_nothing()
    {
        var lwCoder = LwCoder(Writes("add-login.md", Valid, "echo more >> readme.md; echo new > new.txt;"));

        (await PlanAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllText(Path.Combine(_repository.Root, "readme.md")).Should().Be("hello\n");
        var kept = await _repository.GitAsync("for-each-ref", "--format=%(refname)", "refs/lw_coder/rescue");
        (await _repository.GitAsync("show", $"{kept}:new.txt")).Should().Be("new");
        lwCoder.Narrated.Should().Contain(kept);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_repository_the_agent_made_is_kept_and_does_not_keep_the_worktree()
    {
        var lwCoder = LwCoder(Writes("add-login.md", Valid, "git init -q inner; echo x > inner/file;"));

        (await PlanAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("repositories of its own");
        Directory.EnumerateDirectories(Sessions("add-login").Single().NestedRepositories).Should().NotBeEmpty();
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Commits_the_agent_made_are_kept()
    {
        var lwCoder = LwCoder(
            Writes("add-login.md", Valid, "echo x > new.txt; git add -A; git commit -qm Mine; git reset -q --hard HEAD~1;"));

        (await PlanAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("the agent used git");
        Directory.Exists(Sessions("add-login").Single().GitDirectory).Should().BeTrue();
        (await _repository.GitAsync("log", "--all", "--format=%s", "--grep=Mine")).Should().BeEmpty();
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Cancelling_keeps_the_plan_and_leaves_no_worktree()
    {
        var lwCoder = LwCoder(Writes("add-login.md", Valid, more: "touch \"$out/ready\"; sleep 98765;"));
        var running = PlanAsync(lwCoder);
        await Eventually.True(() => Directory.EnumerateFiles(_repository.Root, "ready", SearchOption.AllDirectories).Any());

        await lwCoder.Cancellation.CancelAsync();

        (await running).Should().Be(130);
        File.Exists(PlanOf("add-login")).Should().BeTrue();
        (await _repository.GitAsync("rev-parse", "refs/plan-backups/add-login")).Should().NotBeEmpty();
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task What_a_killed_session_wrote_is_taken_over_by_the_next()
    {
        var folder = await KilledSessionAsync();
        File.WriteAllText(Path.Combine(folder, "output", "add-login.md"), Valid.Replace("\\n", "\n"));

        (await PlanAsync(LwCoder(Writes("other.md", Valid.Replace("add-login", "other"))))).Should().Be(0);

        File.Exists(PlanOf("add-login")).Should().BeTrue();
        File.Exists(PlanOf("other")).Should().BeTrue();
        Sessions("add-login").Single().ReadManifest().State.Should().Be(RunState.Finished);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task What_a_killed_session_wrote_is_taken_over_by_gc()
    {
        var folder = await KilledSessionAsync();
        File.WriteAllText(Path.Combine(folder, "output", "add-login.md"), Valid.Replace("\\n", "\n"));
        var shown = LwCoder("true");
        (await shown.RunAsync("gc", "--dry-run")).Should().Be(0);
        shown.Printed.Should().Contain("planning sessions").And.Contain("its lw_coder was killed");
        File.Exists(PlanOf("add-login")).Should().BeFalse();

        var lwCoder = LwCoder("true");
        (await lwCoder.RunAsync("gc")).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("the plan it had written is in");
        File.Exists(PlanOf("add-login")).Should().BeTrue();
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Lint_answers_in_json_whether_a_plan_is_valid_and_why_not()
    {
        _repository.Write(".lw_coder/tasks/good.md", Valid.Replace("\\n", "\n").Replace("add-login", "good"));
        _repository.Write(".lw_coder/tasks/wrong.md", "---\nplan_id: wrong\n---\nx");
        var (good, wrong) = (LwCoder("true"), LwCoder("true"));

        (await good.RunAsync("plan", "lint", "good", "--json")).Should().Be(0);
        (await wrong.RunAsync("plan", "lint", "wrong", "--json")).Should().Be(1);

        using var yes = JsonDocument.Parse(good.Printed);
        yes.RootElement.GetProperty("valid").GetBoolean().Should().BeTrue();
        yes.RootElement.GetProperty("plan_id").GetString().Should().Be("good");
        using var no = JsonDocument.Parse(wrong.Printed);
        no.RootElement.GetProperty("valid").GetBoolean().Should().BeFalse();
        no.RootElement.GetProperty("problem").GetString().Should().Contain("git_sha");
        wrong.Narrated.Should().Contain("git_sha");
    }

    [Fact]
    public async Task A_killed_session_whose_plan_was_already_there_adds_no_second_one()
    {
        var folder = await KilledSessionAsync();
        File.WriteAllText(Path.Combine(folder, "output", "add-login.md"), Valid.Replace("\\n", "\n"));
        _repository.Write(".lw_coder/tasks/add-login.md", Valid.Replace("\\n", "\n"));

        (await PlanAsync(LwCoder(Writes("other.md", Valid.Replace("add-login", "other"))))).Should().Be(0);

        File.Exists(PlanOf("add-login-2")).Should().BeFalse();
    }

    [Fact]
    public async Task Mini_writes_plans_too()
    {
        var lwCoder = new TestServices(_repository.Root, Home)
        {
            Models = MiniScript.Models(
                MiniScript.Bash("find .. -maxdepth 1 -name output") with { When = "Add a login" },
                MiniScript.Write("../output/add-login.md", Valid.Replace("\\n", "\n")),
                MiniScript.Finish()),
        };

        (await PlanAsync(lwCoder, "--tool", "mini", "--text", "Add a login")).Should().Be(0, lwCoder.Narrated);

        File.Exists(PlanOf("add-login")).Should().BeTrue();
    }

    [Theory]
    [InlineData(2, "Name a file with the idea or give --text", "plan", "idea.md", "--text", "x")]
    [InlineData(2, "--text is blank", "plan", "--text", " ")]
    [InlineData(2, "there is nobody to say what the plan is for", "plan", "--sandbox", "host")]
    [InlineData(1, "there is no file idea.md", "plan", "idea.md", "--sandbox", "host")]
    public async Task An_idea_is_needed(int exitCode, string message, params string[] arguments)
    {
        var lwCoder = LwCoder("true");

        (await lwCoder.RunAsync(arguments)).Should().Be(exitCode);

        lwCoder.Narrated.Should().Contain(message);
    }

    [Fact]
    public async Task A_hook_hears_of_a_valid_plan()
    {
        Directory.CreateDirectory(Path.Combine(Home, ".lw_coder"));
        File.WriteAllText(
            Path.Combine(Home, ".lw_coder", "config.toml"),
            "[hooks.plan_file_created]\ncommand = \"echo ${plan_id} ${plan_path} >> heard.txt\"\n");

        await PlanAsync(LwCoder(Writes("add-login.md", Valid)));
        await PlanAsync(LwCoder(Writes("wrong.md", "---\\nowner: me\\n---\\nx")));
        await PlanAsync(LwCoder(Writes("quiet.md", Valid.Replace("add-login", "quiet"))), "--text", "x", "--no-hooks");

        File.ReadAllText(Path.Combine(_repository.Root, "heard.txt")).Should().Be($"add-login {PlanOf("add-login")}\n");
    }

    [Fact]
    public async Task Json_is_one_object()
    {
        var lwCoder = LwCoder(Writes("add-login.md", Valid));

        await PlanAsync(lwCoder, "--text", "x", "--json");

        using var json = JsonDocument.Parse(lwCoder.Printed);
        json.RootElement.GetProperty("plans")[0].GetProperty("plan_id").GetString().Should().Be("add-login");
        json.RootElement.GetProperty("schema_version").GetInt32().Should().Be(1);
    }

    /// <summary>As `kill -9` leaves it: a worktree, a record that is not finished, an owner that is no more.</summary>
    private async Task<string> KilledSessionAsync()
    {
        (await PlanAsync(LwCoder($"{ShellAgent.Started}; {ShellAgent.Done}"))).Should().Be(1);
        var killed = Sessions("planning").Single();
        await _repository.GitAsync("worktree", "add", "-q", "--detach", Path.Combine(killed.Path, "worktree"), "HEAD");
        killed.WriteManifest(
            killed.ReadManifest() with { State = RunState.Running, Owner = $"{Environment.MachineName}:999999:1" });
        return killed.Path;
    }

    private async Task NothingIsLeftAsync()
    {
        (await _repository.GitAsync("worktree", "list")).Split('\n').Should().ContainSingle();
        Directory.EnumerateDirectories(
            Path.Combine(_repository.Root, ".lw_coder", "plan-traces"), "worktree", SearchOption.AllDirectories)
            .Should().BeEmpty();
        (await _repository.GitAsync("branch", "--format=%(refname:short)")).Should().Be("main");
    }

    private static string Writes(string file, string text, string more = "") =>
        $"{ShellAgent.Started}; {FindOutput}; printf '%b' '{text}' > \"$out/{file}\"; {more} {ShellAgent.Done}";

    private string PlanOf(string id) => Path.Combine(_repository.Root, ".lw_coder", "tasks", id + ".md");

    private string Home => Directory.CreateDirectory(Path.Combine(_repository.Folder, "home")).FullName;

    private IEnumerable<RunDirectory> Sessions(string id) =>
        new RunCatalog(Path.Combine(_repository.Root, ".lw_coder", "plan-traces")).List(id);

    [Fact]
    public async Task A_plan_is_split_into_subtasks_that_keep_the_rules()
    {
        _repository.Write(".lw_coder/config.toml", "[plan]\nmin_subtasks = 1\nmax_cost = 4\nscope_deny = ['ci']\n");
        var models = new ModelsByText(
            asked => asked.Contains("It breaks", StringComparison.Ordinal) ? Split("src/login") : Split("ci/build"));
        var lwCoder = LwCoder(Writes("add-login.md", Valid), models);

        (await PlanAsync(lwCoder, "--decompose")).Should().Be(0, lwCoder.Narrated);

        File.ReadAllText(PlanOf("add-login")).Should().Be(Valid.Replace("\\n", "\n")
            + "\n## Subtasks\n\n```yaml subtasks\n- title: \"Add it\"\n  cost_usd: 1.5\n  scope:\n    - \"src/login\"\n```\n");
        lwCoder.Narrated.Should().Contain("add-login.md: 1 subtasks, $1.50 together");
        models.Asked.First().Should().Contain("- no path in scope is in ci or holds it\n").And.Contain("Add a login.");
    }

    [Fact]
    public async Task A_plan_that_cannot_be_split_is_there_all_the_same()
    {
        var lwCoder = LwCoder(Writes("add-login.md", Valid), new ModelsByText(_ => Split("src/login")));

        (await PlanAsync(lwCoder, "--decompose")).Should().Be(1);

        File.ReadAllText(PlanOf("add-login")).Should().Be(Valid.Replace("\\n", "\n"));
        lwCoder.Printed.Should().Contain(".lw_coder/tasks/add-login.md");
        lwCoder.Narrated.Should().Contain("there are 3 to 7 subtasks").And.Contain("lw_coder plan decompose add-login");
        _repository.Write(".lw_coder/config.toml", "[plan]\nmin_subtasks = 1\n");
        var again = LwCoder("true", new ModelsByText(_ => Split("src/login")));
        (await again.RunAsync("plan", "decompose", "add-login")).Should().Be(0, again.Narrated);
        again.Printed.Should().StartWith("- title: \"Add it\"");
        File.ReadAllText(PlanOf("add-login")).Should().Contain("```yaml subtasks\n");
    }

    private static string Split(string scope) =>
        $"<<<subtasks>>>\n- title: Add it\n  cost_usd: 1.5\n  scope: [{scope}]\n\n<<<end of answer>>>";

    private TestServices LwCoder(string script, ModelsByText? models = null) =>
        new(_repository.Root, Home) { Agent = new ShellAgent(script), Models = models };

    private static Task<int> PlanAsync(TestServices lwCoder, params string[] more) =>
        lwCoder.RunAsync(
            ["plan", "--sandbox", "host", "--headless", .. more.Contains("--text") ? more : ["--text", "Add a login", .. more]]);
}
