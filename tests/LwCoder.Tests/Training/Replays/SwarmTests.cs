using System.Text;
using LwCoder.Configuration;
using LwCoder.Sandboxes;
using LwCoder.Training.Replays;

namespace LwCoder.Tests.Training.Replays;

public sealed class SwarmTests
{
    private static readonly SwarmService Service =
        new("job-1", "registry/lw:1", "cmp-1", new ReplayFolder("/repo/replays/plan.active.1"));

    [Fact]
    public void A_replay_is_a_job_that_runs_the_one_command_once()
    {
        var arguments = Service.CreateArguments(socket: null, trust: true, user: null, [("cmp-env", ".env")]);

        arguments.Should().ContainInOrder("service", "create", "--mode", "replicated-job");
        arguments.Should().ContainInOrder("--restart-condition", "none");
        arguments.Should().ContainInOrder(
            "registry/lw:1", "lw_coder", "candidates", "run-one", "/repo/replays/plan.active.1", "--trust");
        arguments.Should().Contain("type=bind,source=/repo/replays/plan.active.1,target=/repo/replays/plan.active.1")
            .And.Contain("source=cmp-env,target=.env,mode=0400").And.Contain("HOME=/repo/replays/plan.active.1/home");
        arguments.Should().NotContain(argument => argument.Contains("docker.sock") || argument == "--user");
    }

    [Fact]
    public void It_writes_as_whoever_asked_and_reaches_the_engine_where_agents_need_it()
    {
        var arguments = Service.CreateArguments("/run/docker.sock", trust: false, new Caller(1000, 100), [("cmp-env", ".env")]);

        arguments.Should().ContainInOrder("--user", "1000:100");
        arguments.Should().Contain("type=bind,source=/run/docker.sock,target=/var/run/docker.sock")
            .And.Contain("source=cmp-env,target=.env,mode=0400,uid=1000,gid=100")
            .And.NotContain("--trust");
    }

    [Theory]
    [InlineData("", false, null)]
    [InlineData("Preparing 2 seconds ago\t\n", false, null)]
    [InlineData("Running 2 seconds ago\t\n", false, null)]
    [InlineData("Complete 1 second ago\t\n", true, null)]
    [InlineData("Failed 1 second ago\t\"task: non-zero exit (6)\"\n", true, null)]
    [InlineData(
        "Rejected 1 second ago\t\"No such image: nothing:1\"\nRunning 5 seconds ago\t\n", false, "No such image: nothing:1")]
    public void What_docker_says_of_a_task_is_understood(string listing, bool isOver, string? rejected) =>
        SwarmService.StateOf(listing).Should().Be((isOver, rejected));

    [Fact]
    public void Keys_come_out_of_the_env_file_as_they_went_in()
    {
        var variables = new Dictionary<string, string>
        {
            ["PLAIN"] = "sk-1", ["ODD"] = "a\\n\"b'#$HOME\\", ["LINES"] = "one\ntwo\r\n", ["EMPTY"] = "",
        };

        new EnvFileParser(SwarmHome.Format(variables), ".env").Parse().Should().Equal(variables);
    }

    [Theory]
    [InlineData(null, "/var/run/docker.sock")]
    [InlineData("unix:///tmp/own.sock", "/tmp/own.sock")]
    [InlineData("tcp://10.0.0.1:2375", "/var/run/docker.sock")]
    public void The_engines_socket_is_where_the_client_looks_for_it(string? host, string socket) => SwarmHome
        .SocketOf(host is null ? new Dictionary<string, string>() : new() { ["DOCKER_HOST"] = host }).Should().Be(socket);
}
