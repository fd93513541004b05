using LwCoder.Sandboxes;

namespace LwCoder.Tests.Sandboxes;

public sealed class DockerRunArgumentsTests
{
    private static readonly ContainerSpec Container = new()
    {
        Name = "lw-fix-1",
        RunName = "fix/1",
        Owner = new("host", 42, "777"),
        User = new Caller(1500, 1600),
        Limits = new(Network: "none", Memory: "4g", Pids: 512),
        Mounts = [new("/w", "/workspace", Writable: true), new("/p", "/lw/prompts", Writable: false)],
        Home = "/home/agent",
        EnvironmentFile = "/run/container.env",
        PassedVariables = ["KEY"],
        ExtraArguments = ["--cpus", "2"],
        Image = "lw_coder_mini:abc",
    };

    private static readonly string[] Common =
    [
        "run", "--rm", "--init", "--name", "lw-fix-1",
        "--label", "lw_coder.run=fix/1", "--label", "lw_coder.owner=host:42:777",
        "--user", "1500:1600", "--security-opt", "no-new-privileges", "--cap-drop", "ALL",
        "--pids-limit", "512", "--memory", "4g", "--network", "none",
        "--mount", "type=bind,source=/w,target=/workspace",
        "--mount", "type=bind,source=/p,target=/lw/prompts,readonly",
        "--workdir", "/workspace", "--env-file", "/run/container.env", "--env", "KEY", "--env", "HOME=/home/agent",
    ];

    [Fact]
    public void A_headless_container_has_the_lifelines_input_and_no_terminal() =>
        DockerRunArguments.Headless(Container, new Dictionary<string, string> { ["B"] = "2 2", ["A"] = "1" }, ["sh", "-c", "x y"])
            .Should().Equal(
            [
                .. Common, "--env", "A=1", "--env", "B=2 2", "--env", "TINI_KILL_PROCESS_GROUP=1", "--interactive",
                "--cpus", "2", "lw_coder_mini:abc", "sh", "-c", "x y",
            ]);

    [Fact]
    public void An_interactive_container_has_the_terminal_and_keeps_control_p() =>
        DockerRunArguments.Interactive(Container, new Dictionary<string, string>(), ["claude"]).Should().Equal(
        [
            .. Common, "--interactive", "--tty", "--detach-keys", "ctrl-^,ctrl-@",
            "--cpus", "2", "lw_coder_mini:abc", "claude",
        ]);

    [Fact]
    public void What_is_not_set_is_not_passed()
    {
        var bare = Container with
        {
            Limits = new(null, null, null), User = null, EnvironmentFile = null, PassedVariables = [], Mounts = [],
        };

        DockerRunArguments.Headless(bare, new Dictionary<string, string>(), ["x"]).Should()
            .NotContain(["--user", "--memory", "--network", "--pids-limit", "--env-file", "--mount"]);
    }

    [Theory]
    [InlineData("/a b/ü:c", "type=bind,source=/a b/ü:c,target=/t")]
    [InlineData("/a,b", "type=bind,\"source=/a,b\",target=/t")]
    [InlineData("/a\"b", "type=bind,\"source=/a\"\"b\",target=/t")]
    public void Odd_paths_survive_docker_s_CSV(string source, string expected) =>
        DockerRunArguments.Mount(new(source, "/t", Writable: true)).Should().Be(expected);
}
