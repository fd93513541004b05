using System.Runtime.Versioning;
using LwCoder.Configuration;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes;

[UnsupportedOSPlatform("windows")]
public sealed class HostSandboxTests : IDisposable
{
    private readonly SandboxFixture _fixture = new(suffix: "ä b,c");

    public void Dispose() => _fixture.Dispose();

    [BwrapFact]
    public async Task Inside_bwrap_the_agent_works_in_the_worktree_with_its_own_git_directory()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request with
        {
            Git = _fixture.PrivateGit(inContainer: false),
            SecretEnvironment = new Dictionary<string, string> { ["TOKEN"] = "s3cret" },
        });

        var (exitCode, output, error) = await SandboxFixture.RunAsync(sandbox.Headless(SandboxFixture.Shell("""
            set -e
            cat
            cat "$HOME/.agent/droids/reviewer.md" "$HOME/prepared"; echo
            echo "$TOKEN ${DOCKER_HOST-unset}"
            echo two > b.txt
            git status --porcelain
            git add b.txt
            git commit --quiet --message second
            git log --format=%s
            git worktree prune
            mount -o remount,rw,bind / 2>/dev/null || true
            touch /etc/lw 2>/dev/null || echo 'the system is read-only'
            touch .git 2>/dev/null || echo 'the pointer is read-only'
            cat ../repo/a.txt 2>/dev/null || echo 'the repository is not to be seen'
            """, input: sandbox.View.PromptFile)));

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Equal(
            "the prompt", "review", "yes", "s3cret unset", "?? b.txt", "second", "first",
            "the system is read-only", "the pointer is read-only", "the repository is not to be seen");
        _fixture.Git("worktree", "log", "--format=%s").Should().Be("first\n", "the host's repository is not touched");
        _fixture.Git("worktree", "status", "--porcelain").Should().Be("?? b.txt\n");
        sandbox.View.Contained.Should().BeTrue();
    }

    [BwrapFact]
    public async Task Inside_bwrap_a_request_to_end_reaches_the_agent_before_force()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request);
        await using var running = new ProcessRunner().Start(sandbox.Headless(SandboxFixture.Shell(
            "trap 'echo asked > asked; exit 5' TERM; echo started; while :; do sleep 0.1; done")));
        await HeldProcess.ReadLinesAsync(running, 1);

        await running.EndAsync(Eventually.Limit);

        (await running.Exited).Should().Be(5);
        File.Exists(_fixture.Folder["worktree", "asked"]).Should().BeTrue();
    }

    [BwrapFact]
    public async Task Inside_bwrap_a_killed_lw_coder_leaves_nothing()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request);
        LifelineTests.SetGrace(_fixture.Folder["run", "sandbox", "lifeline.sh"], seconds: 1);
        await using var held = new HeldProcess(sandbox.Headless(SandboxFixture.Shell($"""
            trap '' TERM
            setsid sh -c 'trap "" TERM; echo started; while :; do sleep 0.2; done' {_fixture.RunName} &
            while :; do sleep 1; done
            """)));
        await held.ReadLinesAsync(1);
        (await IsRunningAsync()).Should().BeTrue();

        await held.KillHolderAsync();

        await held.Exited.WaitAsync(Eventually.Limit);
        await Eventually.True(async () => !await IsRunningAsync());

        async Task<bool> IsRunningAsync() => (await new ProcessRunner().RunAsync(
            new ProcessSpec("pgrep", "-f", $"sleep 0.2; done {_fixture.RunName}$"), default)).Succeeded;
    }

    [BwrapFact]
    public async Task Inside_bwrap_an_agent_that_leaves_when_asked_is_not_waited_for()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request);
        LifelineTests.SetGrace(_fixture.Folder["run", "sandbox", "lifeline.sh"], seconds: 1000);
        await using var held = new HeldProcess(sandbox.Headless(SandboxFixture.Shell("""
            sleep 300 &
            echo started
            wait
            """)));
        await held.ReadLinesAsync(1);

        await held.KillHolderAsync();

        await held.Exited.WaitAsync(Eventually.Limit);
    }

    [BwrapFact]
    public async Task Inside_bwrap_no_network_means_none()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request with { Limits = new("none", null, null) });

        var (_, output, _) = await SandboxFixture.RunAsync(sandbox.Headless(SandboxFixture.Shell("cut -d: -f1 /proc/net/dev")));

        output.Skip(2).Select(line => line.Trim()).Should().Equal("lo");
    }

    [Fact]
    public async Task A_missing_agent_is_named_with_the_way_out()
    {
        var request = _fixture.Request with { Executable = "lw-no-such-agent", Limits = new(null, null, null) };

        var error = await FluentActions.Awaiting(() => PrepareAsync(request)).Should().ThrowAsync<UserError>();

        error.Which.Message.Should().Contain("lw-no-such-agent");
        error.Which.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public void Nothing_of_our_environment_leaks_in()
    {
        var ours = new Dictionary<string, string>
        {
            ["PATH"] = "/bin", ["LC_CTYPE"] = "C", ["AWS_SECRET_ACCESS_KEY"] = "x", ["HOME"] = "/root",
            ["TMPDIR"] = "/t", ["LANG"] = "C",
        };

        HostEnvironment.For(ours, "/run/home", ourTmp: false, new Dictionary<string, string> { ["TOKEN"] = "1" })
            .Should().BeEquivalentTo(new Dictionary<string, string?>
            {
                ["PATH"] = "/bin", ["LC_CTYPE"] = "C", ["LANG"] = "C", ["TOKEN"] = "1", ["HOME"] = "/run/home",
            });
    }

    private static Task<IPreparedSandbox> PrepareAsync(SandboxRequest request) =>
        new HostSandbox(
            new ProcessRunner(), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            EnvironmentVariables.OfThisProcess()).PrepareAsync(request, default);
}
