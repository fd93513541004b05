using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Configuration;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Sandboxes.Images;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes;

/// <summary>Real containers from images of our own, which need no network to build.</summary>
[Trait("needs", "docker")]
[UnsupportedOSPlatform("windows")]
public sealed class DockerSandboxTests : IAsyncLifetime
{
    private const string Dockerfile = """
        ARG BASE_IMAGE
        FROM ${BASE_IMAGE}
        USER root
        RUN mkdir -p /home/agent/.config && echo image > /home/agent/.config/from-image && ln -s /etc/hosts /home/agent/link
        ENV HOME=/home/agent
        """;

    private readonly DockerCli _docker = new(new ProcessRunner());
    private readonly string _prefix = $"lwtest{Guid.NewGuid():N}_";
    private readonly SandboxFixture _fixture = new(suffix: "ä b,c:d");

    public async Task InitializeAsync()
    {
        await _docker.RunAsync(["tag", DockerFactAttribute.BaseImage, $"{_prefix}mini:latest"], default);
        _fixture.Folder.Write("repo/.lw_coder/code.Dockerfile", Dockerfile);
        _fixture.Folder.Write("repo/.lw_coder/.dockerignore", "**\n");
    }

    public async Task DisposeAsync()
    {
        var images = await _docker.RunAsync(
            ["images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", $"reference={_prefix}*"], default);
        var names = images.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await _docker.TryAsync(DockerCli.Command(["rmi", "--force", .. names]), default);
        _fixture.Dispose();
    }

    [DockerFact]
    public async Task An_agent_works_in_the_worktree_with_its_own_git_directory()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request with
        {
            Git = _fixture.PrivateGit(inContainer: true),
            SecretEnvironment = new Dictionary<string, string> { ["TOKEN"] = "s3cret", ["LINES"] = "a\nb" },
        });

        var (exitCode, output, error) = await SandboxFixture.RunAsync(sandbox.Headless(SandboxFixture.Shell("""
            set -e
            cat
            cat /lw/prompts/main.md ~/.agent/droids/reviewer.md ~/prepared ~/.config/from-image; echo
            readlink ~/link
            echo "$TOKEN $LINES $HOME"
            id -un
            echo two > b.txt
            git status --porcelain
            git add b.txt
            git commit --quiet --message second
            git log --format=%s
            touch .git 2>/dev/null || echo 'pointer is read-only'
            touch /repo-objects/x 2>/dev/null || echo 'objects are read-only'
            """, input: "/tmp/lw_coder/main_prompt.md")));

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
        output.Should().Equal(
            "the prompt", "the prompt", "review", "yesimage", "", "/etc/hosts", "s3cret a", "b /home/agent",
            Caller.Current!.Value.UserId == 0 ? "root" : "agent",
            "?? b.txt", "second", "first", "pointer is read-only", "objects are read-only");
        _fixture.Git("worktree", "log", "--format=%s").Should().Be("first\n", "the host's repository is not touched");
        _fixture.Git("worktree", "status", "--porcelain").Should().Be("?? b.txt\n");
    }

    [DockerFact]
    public async Task An_image_is_built_once_and_again_only_when_something_in_it_changed()
    {
        _fixture.Folder.Write("repo/.lw_coder/code.Dockerfile", Dockerfile + "\nCOPY tool.txt /tool.txt\n");
        _fixture.Folder.Write("repo/.lw_coder/.dockerignore", "**\n!tool.txt\n");
        _fixture.Folder.Write("repo/tool.txt", "1");

        (await BuiltAsync()).Should().BeTrue();
        (await BuiltAsync()).Should().BeFalse();

        _fixture.Folder.Write("repo/a.txt", "changed");
        (await BuiltAsync()).Should().BeFalse("the build does not see it");

        _fixture.Folder.Write("repo/tool.txt", "22");
        (await BuiltAsync()).Should().BeTrue();

        _fixture.Folder.Write("repo/.lw_coder/code.Dockerfile", Dockerfile + "\nCOPY tool.txt /tool2.txt\n");
        (await BuiltAsync()).Should().BeTrue();
        (await BuiltAsync(_fixture.Request with { DockerBuildArguments = ["--build-arg", "X=1"] })).Should().BeTrue();
    }

    [DockerFact]
    public async Task Without_a_code_Dockerfile_the_base_image_runs()
    {
        File.Delete(_fixture.Folder["repo", ".lw_coder", "code.Dockerfile"]);

        await using var sandbox = await PrepareAsync(_fixture.Request);

        sandbox.ImageBuilt.Should().BeFalse();
        sandbox.Image.Should().StartWith($"{_prefix}mini:latest@sha256:");
    }

    [DockerFact]
    public async Task A_failed_build_shows_its_last_lines()
    {
        _fixture.Folder.Write(
            "repo/.lw_coder/code.Dockerfile", Dockerfile + "\nRUN for i in $(seq 1 50); do echo line-$i; done; exit 3\n");

        var error = (await FluentActions.Awaiting(() => PrepareAsync(_fixture.Request)).Should().ThrowAsync<UserError>()).Which;

        error.Message.Should().Contain("line-50").And.NotContain("line-5\n");
        error.ExitCode.Should().Be(ExitCode.Environment);
        File.ReadAllText(_fixture.Folder["run", "sandbox", "image-build.log"]).Should().Contain("line-5\n");
    }

    [DockerFact]
    public async Task The_record_names_image_and_mounts_but_no_secret_and_the_env_file_goes()
    {
        var request = _fixture.Request with { SecretEnvironment = new Dictionary<string, string> { ["TOKEN"] = "s3cret" } };
        await using (await PrepareAsync(request))
        {
            File.Exists(_fixture.Folder["run", "sandbox", EnvironmentFile.Name]).Should().BeTrue();
        }

        File.Exists(_fixture.Folder["run", "sandbox", EnvironmentFile.Name]).Should().BeFalse();
        var text = File.ReadAllText(_fixture.Folder["run", "sandbox", "container.json"]);
        text.Should().NotContain("s3cret");
        using var record = JsonDocument.Parse(text);
        record.RootElement.GetProperty("digest").GetString().Should().StartWith("sha256:");
        record.RootElement.GetProperty("mounts")[0].GetProperty("source").GetString().Should().Be(_fixture.Folder["worktree"]);
    }

    [DockerFact]
    public async Task A_killed_docker_client_takes_the_container_with_it()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request);
        await using var running = new ProcessRunner().Start(sandbox.Headless(Stubborn));
        await HeldProcess.ReadLinesAsync(running, 1);

        NativeSignals.Send(running.Id, NativeSignals.Kill);

        await ShouldBeGoneAsync();
    }

    [DockerFact]
    public async Task A_killed_lw_coder_takes_the_container_with_it()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request);
        await using var held = new HeldProcess(sandbox.Headless(Stubborn));
        await held.ReadLinesAsync(1);

        await held.KillHolderAsync();

        await ShouldBeGoneAsync();
    }

    [DockerFact]
    public async Task Ending_asks_the_agent_first()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request);
        await using var running = new ProcessRunner().Start(sandbox.Headless(SandboxFixture.Shell(
            "trap 'echo asked > asked; exit 5' TERM; echo started; while :; do sleep 0.1; done")));
        await HeldProcess.ReadLinesAsync(running, 1);

        await sandbox.EndAsync(Eventually.Limit, running.Exited);

        (await running.Exited).Should().Be(5);
        File.Exists(_fixture.Folder["worktree", "asked"]).Should().BeTrue();
        await sandbox.EndAsync(TimeSpan.FromSeconds(8), running.Exited);
        await ShouldBeGoneAsync();
    }

    [DockerFact]
    public async Task Who_does_not_listen_is_ended_by_force()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request);
        await using var running = new ProcessRunner().Start(sandbox.Headless(Stubborn));
        await HeldProcess.ReadLinesAsync(running, 1);

        await sandbox.EndAsync(TimeSpan.FromSeconds(1), running.Exited);

        (await running.Exited).Should().Be(137);
        await ShouldBeGoneAsync();
    }

    [DockerFact]
    public async Task A_missing_agent_is_explained()
    {
        await using var sandbox = await PrepareAsync(_fixture.Request);
        var command = new SandboxCommand(["no-such-agent"], null, new Dictionary<string, string>());

        var (exitCode, _, error) = await SandboxFixture.RunAsync(sandbox.Headless(command));

        exitCode.Should().Be(127);
        sandbox.Explain(exitCode, error)!.Message.Should().Contain("not in the image");
        sandbox.Explain(1, "whatever").Should().BeNull();
    }

    [DockerFact]
    public async Task A_refused_container_is_explained()
    {
        File.Delete(_fixture.Folder["repo", ".lw_coder", "code.Dockerfile"]);
        await using var sandbox = await PrepareAsync(_fixture.Request with { Limits = new("lw-no-such", null, null) });

        var (exitCode, _, error) = await SandboxFixture.RunAsync(sandbox.Headless(SandboxFixture.Shell("true")));

        exitCode.Should().Be(125, error);
        sandbox.Explain(exitCode, error)!.Hint.Should().Contain("`network` under [code]");
    }

    [DockerFact]
    public async Task Leftovers_of_a_killed_lw_coder_are_swept_and_ours_are_not()
    {
        var dead = ProcessIdentity.Current with { Start = "1" };
        await CreateAsync("dead", dead);
        await CreateAsync("alive", ProcessIdentity.Current);

        var swept = await new ContainerSweep(_docker).RunAsync(default);

        swept.Should().Contain($"lw-{_fixture.RunName}-dead").And.NotContain($"lw-{_fixture.RunName}-alive");
        (await ContainersAsync()).Should().Equal($"lw-{_fixture.RunName}-alive");
        await _docker.RunAsync(["rm", "--force", $"lw-{_fixture.RunName}-alive"], default);
    }

    [DockerFact]
    public async Task A_home_in_which_an_agent_was_is_not_filled_again()
    {
        Directory.CreateSymbolicLink(
            Path.Combine(_fixture.Folder.Folder("run/home"), ".config"), _fixture.Folder.Folder("victim"));

        await FluentActions.Awaiting(() => PrepareAsync(_fixture.Request)).Should().ThrowAsync<InvalidOperationException>();

        Directory.EnumerateFileSystemEntries(_fixture.Folder["victim"]).Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_missing_mount_source_is_refused()
    {
        var request = _fixture.Request with { Mounts = [new(_fixture.Folder["nowhere"], "/data", Writable: false)] };

        var error = await FluentActions.Awaiting(() => PrepareAsync(request)).Should().ThrowAsync<UserError>();

        error.Which.Message.Should().Contain("nowhere").And.Contain("/data");
        Directory.Exists(_fixture.Folder["nowhere"]).Should().BeFalse();
    }

    private static SandboxCommand Stubborn =>
        SandboxFixture.Shell("trap '' TERM; echo started; while :; do sleep 0.2; done");

    private Task<IPreparedSandbox> PrepareAsync(SandboxRequest request)
    {
        var cache = _fixture.Folder["cache"];
        var sandbox = new DockerSandbox(
            _docker, new AgentImages(_docker, cache, TimeProvider.System, _prefix), new ImageHomes(_docker, cache),
            EnvironmentVariables.OfThisProcess());
        return sandbox.PrepareAsync(request, default);
    }

    private async Task<bool> BuiltAsync(SandboxRequest? request = null)
    {
        var home = _fixture.Folder["homes", Guid.NewGuid().ToString("N")];
        await using var sandbox = await PrepareAsync((request ?? _fixture.Request) with { RunHome = home });
        return sandbox.ImageBuilt;
    }

    private Task<string> CreateAsync(string name, ProcessIdentity owner) => _docker.RunAsync(
        ["create", "--name", $"lw-{_fixture.RunName}-{name}", "--label", $"{ContainerLabels.Run}={_fixture.RunName}",
            "--label", $"{ContainerLabels.Owner}={owner}", $"{_prefix}mini:latest", "true"], default);

    private async Task<string[]> ContainersAsync() =>
        (await _docker.RunAsync(
            ["ps", "--all", "--filter", $"label={ContainerLabels.Run}={_fixture.RunName}", "--format", "{{.Names}}"], default))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task ShouldBeGoneAsync() => Eventually.True(async () => (await ContainersAsync()).Length == 0);
}
