using System.Runtime.Versioning;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Code;

/// <summary>Copies of untracked files and setup commands in the story of `code`, on the host.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CodeCheckoutTests : IAsyncLifetime
{
    private const string Secret = "hunter2hunter2";

    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        await HelloPlan.PrepareAsync(_repository, LwCoder("true"));
        await _repository.CommitAsync("Init");
        _repository.Write("local.conf", $"password: {Secret}\n");
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_agent_sees_copies_of_untracked_files_that_reach_neither_patch_nor_trace()
    {
        Configure("[worktree.file_sync]\npatterns = ['local.conf']");
        var lwCoder = LwCoder($$"""
            {{ShellAgent.Started}}; cp readme.md work.txt
            printf '{"kind":"message","session":"s-1","id":"1","role":"assistant","text":"%s"}\n' "$(cat local.conf)"
            git add -A; git commit -qm Work; {{ShellAgent.Done}}
            """);

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("untracked files copied into the worktree: local.conf\n").And.NotContain(Secret);
        File.ReadAllText(Latest.PatchFile).Should().Contain("work.txt").And.NotContain("local.conf").And.NotContain(Secret);
        File.ReadAllText(Latest.SessionFile).Should().Contain("[redacted:local.conf]").And.NotContain(Secret);
        File.ReadAllText(Latest.TraceFile).Should().NotContain(Secret);
        File.Exists(In("local.conf")).Should().BeFalse();
        (await TemporaryRepository.InAsync(Worktree, "status", "--porcelain")).Should().BeEmpty();
        File.Exists(Path.Combine(_repository.Root, "local.conf")).Should().BeTrue();
    }

    [Fact]
    public async Task A_copy_the_agent_changed_or_committed_is_said_and_in_no_patch()
    {
        _repository.Write("other.conf", "x\n");
        Configure("[worktree.file_sync]\npatterns = ['*.conf']");
        var lwCoder = LwCoder(
            $"{ShellAgent.Started}; echo more >> local.conf; touch work.txt; git add -f other.conf; git commit -qm Leak; "
            + $"{ShellAgent.Done}");

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("notice: kept in the worktree, as the agent has changed them")
            .And.Contain("local.conf");
        lwCoder.Printed.Should().Contain("copies of your untracked files were committed or staged: other.conf");
        File.ReadAllText(Latest.PatchFile).Should().Contain("work.txt").And.NotContain(".conf");
        File.ReadAllText(In("local.conf")).Should().EndWith("more\n");
    }

    [Fact]
    public async Task Setup_runs_before_the_agent_and_teardown_after_it_in_the_same_place()
    {
        Directory.CreateDirectory(Path.Combine(_repository.Root, "web"));
        _repository.Write("web/index.html", "<p>\n");
        await _repository.GitAsync("add", "web");
        await _repository.GitAsync("commit", "-qm", "Web");
        Configure("""
            [worktree.file_sync]
            patterns = ["local.conf"]
            [[code.setup]]
            name = "install"
            command = 'pwd > where; echo "$LW_CODER_PLAN_ID" "$LW_CODER_WORKTREE_PATH" >> where; head -2 "$LW_CODER_PLAN_PATH" | tail -1 >> where; cat ../local.conf; echo installed >&2'
            working_dir = "web"
            teardown = "cat made-by-agent; echo down-1 >> ../order"
            [[code.setup]]
            name = "optional"
            command = "exit 4"
            continue_on_failure = true
            teardown = "echo down-2 >> order"
            """);
        var lwCoder = LwCoder($"{ShellAgent.Started}; test -e web/where && touch web/made-by-agent; {ShellAgent.Done}");

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllLines(In("web/where")).Should().Equal(
            Path.Combine(Worktree, "web"), $"say-hello {Worktree}", "plan_id: say-hello");
        File.ReadAllLines(In("order")).Should().Equal("down-2", "down-1");
        lwCoder.Narrated.Should().Contain("setup: install\n").And.Contain("  | installed\n")
            .And.Contain("warning: the setup command 'optional' failed with exit code 4; going on without it\n")
            .And.Contain("teardown: install\n").And.NotContain(Secret).And.NotContain("the teardown of");
        File.ReadAllText(Latest.SetupLog).Should().Contain("installed\n").And.Contain("[redacted:local.conf]")
            .And.NotContain(Secret);
        Traces().Should().BeEmpty();
    }

    [Fact]
    public async Task A_setup_that_fails_ends_the_run_with_everything_undone()
    {
        Configure("""
            [worktree.file_sync]
            patterns = ["local.conf"]
            [[code.setup]]
            name = "first"
            command = "true"
            teardown = "echo down-first >> order"
            [[code.setup]]
            name = "second"
            command = "exit 3"
            teardown = "echo down-second >> order"
            [[code.setup]]
            name = "third"
            command = "touch third"
            teardown = "echo down-third >> order"
            """);
        var lwCoder = LwCoder($"{ShellAgent.Started}; touch agent-ran; {ShellAgent.Done}");

        (await CodeAsync(lwCoder)).Should().Be(6);

        lwCoder.Narrated.Should().Contain("lw_coder: the setup command 'second' failed with exit code 3");
        File.ReadAllLines(In("order")).Should().Equal("down-second", "down-first");
        File.Exists(In("agent-ran")).Should().BeFalse();
        File.Exists(In("local.conf")).Should().BeFalse();
        Latest.ReadManifest().Outcome.Should().Be("sandbox_failed");
        Traces().Should().BeEmpty();
    }

    [Fact]
    public async Task A_setup_that_takes_too_long_is_ended()
    {
        Configure("[[code.setup]]\nname = 'slow'\ncommand = 'echo begun; touch begun; sleep 300'\ntimeout = 1");
        var time = new ManualTime();
        var lwCoder = LwCoder("true", time);
        var running = CodeAsync(lwCoder);
        await Eventually.True(() => File.Exists(In("begun")));
        time.Advance(TimeSpan.FromSeconds(1));

        (await running).Should().Be(6);

        lwCoder.Narrated.Should().Contain("  | begun\n").And.Contain("'slow' was ended, as it took longer than 1s");
    }

    [Fact]
    public async Task Interrupting_a_setup_still_tears_down()
    {
        Configure("[[code.setup]]\nname = 'slow'\ncommand = 'echo begun; sleep 300'\nteardown = 'touch torn-down'");
        using var cancellation = new CancellationTokenSource();
        var lwCoder = new TestServices(_repository.Root, Home) { Agent = new ShellAgent("true"), Cancellation = cancellation };
        var running = CodeAsync(lwCoder);
        await Eventually.True(() => lwCoder.Narrated.Contains("| begun", StringComparison.Ordinal));

        await cancellation.CancelAsync();

        (await running).Should().Be(130);
        File.Exists(In("torn-down")).Should().BeTrue();
    }

    [Fact]
    public async Task A_command_for_the_host_needs_trust_once_and_runs_with_the_users_environment()
    {
        Configure("""
            [[code.setup]]
            name = "db"
            command = 'echo "$LW_CODER_REPO_ROOT $LW_CODER_PLAN_PATH" > seen; echo x > "$LW_CODER_REPO_ROOT/../outside"'
            where = "host"
            """);
        var asked = LwCoder($"{ShellAgent.Started}; touch work; {ShellAgent.Done}");

        (await asked.RunAsync("code", "say-hello", "--sandbox", "host", "--headless")).Should().Be(5);
        asked.Narrated.Should().Contain("[[code.setup]] = [\"db: echo ");
        Directory.Exists(Path.Combine(_repository.Root, ".lw_coder", "runs")).Should().BeFalse();

        (await CodeAsync(LwCoder($"{ShellAgent.Started}; touch work; {ShellAgent.Done}"))).Should().Be(0);
        File.ReadAllText(In("seen")).Should()
            .Be($"{_repository.Root} {Path.Combine(_repository.Root, ".lw_coder", "tasks", "say-hello.md")}\n");
        File.Exists(Path.Combine(_repository.Folder, "outside")).Should().BeTrue();
    }

    [BwrapFact]
    public async Task A_command_in_the_sandbox_writes_nothing_outside_and_needs_no_trust()
    {
        Configure("[[code.setup]]\nname = 'x'\ncommand = 'touch inside; touch \"$LW_CODER_REPO_ROOT/outside\" || true'");
        var lwCoder = LwCoder($"{ShellAgent.Started}; touch work; {ShellAgent.Done}");

        (await lwCoder.RunAsync("code", "say-hello", "--sandbox", "host", "--headless")).Should().Be(0, lwCoder.Narrated);

        File.Exists(In("inside")).Should().BeTrue();
        File.Exists(Path.Combine(_repository.Root, "outside")).Should().BeFalse();
    }

    /// <summary>As a killed lw_coder leaves it: its run unfinished, the copies in place, a step begun.</summary>
    [Fact]
    public async Task What_a_killed_run_left_is_put_right_by_the_next()
    {
        Configure("""
            [worktree.file_sync]
            patterns = ["local.conf"]
            [[code.setup]]
            name = "db"
            command = "echo up >> order"
            teardown = "echo down >> order"
            """);
        (await CodeAsync(LwCoder($"{ShellAgent.Started}; touch work; {ShellAgent.Done}"))).Should().Be(0);
        var dead = Latest;
        var admin = await TemporaryRepository.InAsync(Worktree, "rev-parse", "--absolute-git-dir");
        File.Copy(Path.Combine(_repository.Root, "local.conf"), In("local.conf"));
        File.WriteAllText(Path.Combine(admin, "lw_coder-setup.json"), """[["db","echo down >> order"],["gone","x"]]""");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(In("local.conf"))));
        File.WriteAllText(
            Path.Combine(admin, "lw_coder-sync.json"),
            $$"""{"files":[{"path":"local.conf","length":{{new FileInfo(In("local.conf")).Length}},"sha256":"{{hash}}","link":null}],"folders":[]}""");
        dead.WriteManifest(dead.ReadManifest() with { State = RunState.Running, Owner = $"{Environment.MachineName}:999999:1" });
        Configure("""
            [[code.setup]]
            name = "db"
            command = "test ! -e local.conf && echo up >> order"
            teardown = "echo down >> order"
            """);

        var lwCoder = LwCoder($"{ShellAgent.Started}; touch more; {ShellAgent.Done}");
        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllLines(In("order")).Should().Equal("up", "down", "down", "up", "down");
        lwCoder.Narrated.Should().Contain("is not torn down, as it is no longer in the configuration");
        Traces().Should().BeEmpty();
    }

    private string Home => Directory.CreateDirectory(Path.Combine(_repository.Folder, "home")).FullName;

    private string Worktree => Path.Combine(_repository.Root, ".lw_coder", "worktrees", "say-hello");

    private RunDirectory Latest => new RunCatalog(Path.Combine(_repository.Root, ".lw_coder", "runs")).Find("say-hello");

    private string In(string path) => Path.Combine(Worktree, path);

    private void Configure(string toml) => _repository.Write(".lw_coder/config.toml", toml);

    private IEnumerable<string> Traces() => Directory.EnumerateFileSystemEntries(
        Path.Combine(_repository.Root, ".git", "worktrees", "say-hello"), "lw_coder*");

    private static Task<int> CodeAsync(TestServices lwCoder) =>
        lwCoder.RunAsync("code", "say-hello", "--sandbox", "host", "--headless", "--trust");

    private TestServices LwCoder(string script, TimeProvider? clock = null) =>
        new(_repository.Root, Home) { Agent = new ShellAgent(script), Clock = clock };
}
