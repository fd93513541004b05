using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Sandboxes.Images;
using LwCoder.Tests.Support;
using NSubstitute;

namespace LwCoder.Tests.Sandboxes;

/// <summary>Ending a container while an engine, of which there is none here, is slow to make it.</summary>
public sealed class PreparedContainerTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly IProcessRunner _docker = Substitute.For<IProcessRunner>();
    private readonly TaskCompletionSource _client = new();
    private int _asked;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_container_that_is_still_being_made_is_waited_for()
    {
        await using var container = Started(isThere: () => _asked == 12);

        await container.EndAsync(TimeSpan.FromSeconds(1), _client.Task);

        _asked.Should().Be(12);
    }

    [Fact]
    public async Task Without_its_client_no_container_will_come()
    {
        await using var container = Started(isThere: () =>
        {
            _client.TrySetResult();
            return false;
        });

        await container.EndAsync(TimeSpan.FromSeconds(1), _client.Task);

        _asked.Should().Be(1);
    }

    /// <param name="isThere">Asked whenever it is to be stopped.</param>
    private PreparedContainer Started(Func<bool> isThere)
    {
        _docker.RunAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            var isStop = call.Arg<ProcessSpec>().Arguments[0] == "stop";
            _asked += isStop ? 1 : 0;
            return new ProcessOutput(!isStop || isThere() ? 0 : 1, "", "");
        });
        var spec = new ContainerSpec
        {
            Name = "lw-fix-1", RunName = "fix/1", Owner = ProcessIdentity.Current, User = null, Limits = new(null, null, null),
            Mounts = [], Home = "/home/agent", ExtraArguments = [], Image = "lw_coder_mini:abc",
        };
        var nothing = new Dictionary<string, string>();
        var container = new PreparedContainer(
            new DockerCli(_docker), spec, new AgentImage(spec.Image, "sha256:abc", Built: false),
            new SandboxView("/workspace", spec.Home, "/lw/prompt.md", Contained: true),
            EnvironmentFile.Write(_folder.Path, nothing),
            nothing);
        container.Headless(new SandboxCommand(["agent"], InputFile: null, nothing));
        return container;
    }
}
