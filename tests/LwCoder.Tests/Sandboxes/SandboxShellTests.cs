using System.Runtime.Versioning;
using System.Text;
using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Sandboxes.Images;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes;

/// <summary>Many commands in one sandbox, on the host and in a container.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SandboxShellTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Variables = EnvironmentVariables.OfThisProcess();

    private readonly SandboxFixture _fixture = new();
    private readonly ManualTime _time = new();
    private readonly string _prefix = $"lwtest{Guid.NewGuid():N}_";

    public void Dispose() => _fixture.Dispose();

    [BwrapFact]
    public async Task On_the_host_a_command_finds_what_the_one_before_left()
    {
        await using var sandbox = await new HostSandbox(
            new ProcessRunner(), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Variables)
            .PrepareAsync(_fixture.Request, default);
        await CheckAsync(sandbox);
    }

    [DockerFact]
    [Trait("needs", "docker")]
    public async Task In_a_container_a_command_finds_what_the_one_before_left()
    {
        var docker = new DockerCli(new ProcessRunner());
        await docker.RunAsync(["tag", DockerFactAttribute.BaseImage, $"{_prefix}mini:latest"], default);
        try
        {
            var images = new AgentImages(docker, _fixture.Folder["cache"], TimeProvider.System, _prefix);
            var homes = new ImageHomes(docker, _fixture.Folder["cache"]);
            await using (var sandbox =
                await new DockerSandbox(docker, images, homes, Variables).PrepareAsync(_fixture.Request, default))
            {
                await CheckAsync(sandbox);
            }
            // Two who remove it at once, `--rm` and we: the second is not kept waiting.
            await Eventually.True(async () => (await ContainersAsync(docker)).Length == 0);
        }
        finally
        {
            await docker.TryAsync(DockerCli.Command(["rmi", "--force", $"{_prefix}mini:latest"]), default);
        }
    }

    private Task<string> ContainersAsync(DockerCli docker) =>
        docker.RunAsync(["ps", "--all", "--quiet", "--filter", $"label={ContainerLabels.Run}={_fixture.RunName}"], default);

    private async Task CheckAsync(IPreparedSandbox sandbox)
    {
        await using var inside = await sandbox.OpenShellAsync(default);
        var view = sandbox.View.PromptFile;
        // The container shows the folder of the prompt at its own place as well, whatever the agent's fixed one is.
        var folder = sandbox.Image is null ? view[..^"main.md".Length] : "/lw/prompts/";
        var shell = new SandboxShell(
            new ProcessRunner(), inside, _fixture.Folder["run", "prompts"], folder, _time);

        (await RunAsync("cat > note; cp note /tmp/note; pwd", "given")).Should().Be((0, sandbox.View.Workspace + "\n"));
        (await RunAsync("cat /tmp/note note; echo oops >&2; exit 4")).Should().Be((4, "givengivenoops\n"));
        var lasting = RunAsync("sleep 98762 & echo begun; touch begun; sleep 98762");
        await Eventually.True(() => File.Exists(_fixture.Folder["worktree", "begun"]));
        _time.Advance(TimeSpan.FromSeconds(30));
        (await lasting).Should().Be((null, "begun\n"));
        (await RunAsync("""
            for second in $(seq 200); do ps -A -o args | grep -q '^sleep 98762' || exit 7; sleep 1; done
            """)).ExitCode.Should().Be(7, "nothing of a command that was ended is left");

        async Task<(int? ExitCode, string Output)> RunAsync(string script, string? input = null)
        {
            var command = new ShellCommand(["sh", "-c", script], TimeSpan.FromSeconds(30), 1000)
            {
                Input = input is null ? null : Encoding.UTF8.GetBytes(input),
            };
            var result = await shell.RunAsync(command, default);
            return (result.ExitCode, Encoding.UTF8.GetString(result.Output));
        }
    }
}
