using System.Runtime.Versioning;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Code;

/// <summary>The user's hooks in the story of `code`.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CodeHooksTests : IAsyncLifetime
{
    private const string Hooks = """
        [hooks.code_complete]
        command = 'grep -h ^status: ${plan_path} > "$HOME/told"; ls "$(dirname ${run_dir})"/.lease >> "$HOME/told" 2>/dev/null; echo ${outcome} ${worktree_path} ${run_id} >> "$HOME/told"'
        [hooks.run_failed]
        command = 'echo failed: ${outcome}: ${reason} > "$HOME/told"; exit 9'
        """;

    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        await HelloPlan.PrepareAsync(_repository, LwCoder("true"));
        TemporaryRepository.WriteIn(
            _repository.Folder, "home/.lw_coder/config.toml", Hooks.Replace("$HOME", Home, StringComparison.Ordinal));
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_completed_run_is_told_when_everything_is_in_order()
    {
        var lwCoder = LwCoder($"{ShellAgent.Started}; echo hello > hello.txt; {ShellAgent.Done}");

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        var run = Directory.GetDirectories(Path.Combine(_repository.Root, ".lw_coder", "runs", "say-hello")).Single();
        var worktree = Path.Combine(_repository.Root, ".lw_coder", "worktrees", "say-hello");
        Told.Should().Be($"status: implemented\ncompleted {worktree} say-hello/{Path.GetFileName(run)}\n");
        lwCoder.Narrated.Should().EndWith("hook code_complete done\n");
        File.Exists(Path.Combine(run, "hooks.log")).Should().BeTrue();
    }

    [Fact]
    public async Task A_failed_run_is_told_and_its_exit_code_stays()
    {
        var lwCoder = LwCoder($"{ShellAgent.Started}; exit 3");

        (await CodeAsync(lwCoder)).Should().Be(1);

        Told.Should().StartWith("failed: failed: ");
        lwCoder.Narrated.Should().Contain("warning: the hook run_failed ended with exit code 9; see ");
    }

    [Fact]
    public async Task A_run_that_never_came_to_a_session_is_told_too()
    {
        File.Delete(Path.Combine(_repository.Root, ".lw_coder", "prompts", "active", "mini", "default", "main.md"));
        var lwCoder = LwCoder("true", () => throw new UserError("no sandbox today", exitCode: ExitCode.Environment));
        await LwCoder("true").RunAsync("init");

        (await CodeAsync(lwCoder)).Should().Be(6);

        Told.Should().Be("failed: sandbox_failed: no sandbox today\n");
    }

    [Fact]
    public async Task No_hooks_tells_nobody()
    {
        (await CodeAsync(LwCoder($"{ShellAgent.Started}; {ShellAgent.Done}"), "--no-hooks")).Should().Be(1);

        File.Exists(Path.Combine(Home, "told")).Should().BeFalse();
    }

    [Fact]
    public async Task An_interrupted_run_is_no_event()
    {
        using var cancellation = new CancellationTokenSource();
        var lwCoder = LwCoder($"{ShellAgent.Started}; touch begun; sleep 300", cancellation.Cancel);

        (await CodeAsync(lwCoder)).Should().Be(130);

        File.Exists(Path.Combine(_repository.Root, ".lw_coder", "worktrees", "say-hello", "begun"))
            .Should().BeFalse("nobody wants it");
        File.Exists(Path.Combine(Home, "told")).Should().BeFalse();

        TestServices LwCoder(string script, Action preparing) => new(_repository.Root, Home)
        {
            Agent = new ShellAgent(script) { Preparing = preparing }, Cancellation = cancellation,
        };
    }

    [Fact]
    public async Task Contradicting_hooks_are_found_before_anything_is_made()
    {
        TemporaryRepository.WriteIn(
            Home, ".lw_coder/config.toml", "[hooks.code_complete]\ncommand = 'a'\n[hooks.code_sdk_complete]\ncommand = 'b'\n");

        (await CodeAsync(LwCoder("true"))).Should().Be(6);

        Directory.Exists(Path.Combine(_repository.Root, ".lw_coder", "runs")).Should().BeFalse();
    }

    private string Home => Path.Combine(_repository.Folder, "home");

    private string Told => File.ReadAllText(Path.Combine(Home, "told"));

    private static Task<int> CodeAsync(TestServices lwCoder, params string[] more) =>
        lwCoder.RunAsync(["code", "say-hello", "--tool", "mini", "--sandbox", "host", .. more]);

    private TestServices LwCoder(string script, Action? preparing = null) =>
        new(_repository.Root, Home) { Agent = new ShellAgent(script) { Preparing = preparing } };
}
