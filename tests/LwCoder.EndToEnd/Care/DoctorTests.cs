using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Harness;
using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Care;

/// <summary>`lw_coder doctor` on machines with something wrong.</summary>
public sealed class DoctorTests
{
    private const int SomeUser = 4242;

    [FactNeeding(Need.Docker, Need.Claude)]
    public async Task Where_everything_is_right_it_says_so()
    {
        await using var bench = await Workbench.InitialisedAsync();
        ShowContainers(bench, "no such name");

        var run = (await bench.RunAsync("doctor", "--offline")).ShouldEndWith(ExitCode.Done);

        run.Output.Should().Contain("the engine").And.Contain("logged in by ANTHROPIC_AUTH_TOKEN");
        run.Error.Should().Contain("everything is in order");
    }

    [Fact]
    public async Task A_stopped_engine_is_told_from_a_missing_one()
    {
        await using var bench = await Workbench.InitialisedAsync();
        bench.Environment["DOCKER_HOST"] = $"unix://{bench.Home["no.sock"]}";
        bench.AddProgram("docker", RealDockerOr("Cannot connect to the Docker daemon. Is the docker daemon running?"));

        var finding = await DockerFindingAsync(bench);

        finding["message"]!.ToString().Should().StartWith("no container engine answers");
        finding["fix"]!.ToString().Should().Contain("systemctl start docker");
    }

    [FactNeeding(Need.Root)]
    [UnsupportedOSPlatform("windows")]
    public async Task An_engine_one_may_not_use_is_told_from_a_stopped_one()
    {
        await using var bench = await Workbench.InitialisedAsync(user: SomeUser);
        var path = Path.Combine(Path.GetTempPath(), $"lw-{Guid.NewGuid():N}.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        bench.Environment["DOCKER_HOST"] = $"unix://{path}";
        bench.AddProgram("docker", RealDockerOr("permission denied while trying to connect to the Docker daemon socket"));
        try
        {
            var finding = await DockerFindingAsync(bench);

            finding["message"]!.ToString().Should().StartWith("no permission to use Docker");
            finding["fix"]!.ToString().Should().Contain("usermod -aG docker");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Without_docker_it_says_how_to_get_it()
    {
        await using var bench = await Workbench.InitialisedAsync();
        foreach (var program in (string[])["git", "dotnet"])
        {
            bench.AddProgram(program, $"#!/bin/sh\nexec {Find(program)} \"$@\"\n");
        }
        bench.Environment["PATH"] = bench.Environment["PATH"]!.Split(Path.PathSeparator)[0];

        var finding = await DockerFindingAsync(bench);

        finding["message"]!.ToString().Should().StartWith("Docker is not installed");
        finding["fix"]!.ToString().Should().Contain("https://docs.docker.com/engine/install");
    }

    [Fact]
    public async Task What_a_killed_run_left_is_found_and_put_right()
    {
        await using var bench = await Workbench.InitialisedAsync();
        bench.Environment["DOCKER_HOST"] = $"unix://{bench.Home["no.sock"]}";
        var worktree = bench.Repository[".lw_coder", "worktrees", "gone"];
        await bench.Repository.GitAsync("worktree", "add", "--quiet", "-b", "gone", worktree);
        Directory.Delete(worktree, recursive: true);

        var before = await bench.RunAsync("doctor", "--offline");
        var fixing = await bench.RunAsync("doctor", "--offline", "--fix");
        var after = await bench.RunAsync("doctor", "--offline");

        before.Output.Should().Contain("worktree records left behind").And.Contain("fix: lw_coder gc");
        fixing.Output.Should().Contain("fixed");
        after.Output.Should().Contain("nothing was left behind");
    }

    [FactNeeding(Need.Docker)]
    public async Task A_container_without_its_lw_coder_is_removed()
    {
        await using var bench = await Workbench.InitialisedAsync();
        var name = $"lw-orphan-{Guid.NewGuid():N}";
        // Any lw_coder of another test would remove it as well: only to ours is its owner dead.
        var made = await bench.RunProgramAsync("/", "docker", "create", "--name", name,
            "--label", "lw_coder.run=orphan", "--label", $"lw_coder.owner={ProcessIdentity.Current}", "lw_coder_mini:latest",
            "true");
        made.ExitCode.Should().Be(0, made.Error);
        var dead = ProcessIdentity.Current with { Start = "0" };
        ShowContainers(bench, name, $" | sed 's/{ProcessIdentity.Current}/{dead}/'");

        var run = await bench.RunAsync("doctor", "--offline", "--fix");

        run.Output.Should().Contain(name);
        var left = await bench.RunProgramAsync("/", "docker", "ps", "--all", "--format", "{{.Names}}");
        left.ExitCode.Should().Be(0, left.Error);
        left.Output.Should().BeEmpty();
    }

    private static async Task<JsonNode> DockerFindingAsync(Workbench bench)
    {
        var run = (await bench.RunAsync("doctor", "--offline", "--json")).ShouldEndWith(ExitCode.Environment);
        var docker = JsonNode.Parse(run.Output)!["findings"]!.AsArray()
            .Single(finding => finding!["check"]!.ToString() == "docker")!;
        docker["state"]!.ToString().Should().Be("problem");
        return docker;
    }

    /// <summary>The real client's words where there is one; where there is none, the words it is known for.</summary>
    private static string RealDockerOr(string words) => Find("docker") is { } docker
        ? $"#!/bin/sh\nexec {docker} \"$@\"\n"
        : $"#!/bin/sh\necho '{words}' >&2\nexit 1\n";

    /// <summary>
    /// Hides the containers of other tests, of which some kill lw_coder. The engine is everybody's.
    /// </summary>
    private static void ShowContainers(Workbench bench, string name, string andThen = "") => bench.AddProgram("docker", $"""
        #!/bin/sh
        [ "$1" = ps ] || exec {Find("docker")} "$@"
        shift
        {Find("docker")} ps --filter 'name={name}' "$@"{andThen}

        """);

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
