using LwCoder.EndToEnd.Harness;
using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Candidates;

/// <summary>The test's engine as a swarm of one node, with an image that has the installed lw_coder.</summary>
internal sealed class OneNodeSwarm : IAsyncDisposable
{
    private readonly Workbench _bench;
    private bool _isOurs;

    private OneNodeSwarm(Workbench bench) => _bench = bench;

    public string Image { get; } = $"lw-coder-swarm-test-{Guid.NewGuid():N}:1";

    public static async Task<OneNodeSwarm> CreateAsync(Workbench bench)
    {
        var swarm = new OneNodeSwarm(bench);
        try
        {
            await swarm.BuildAsync();
            await swarm.DockerAsync("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1");
            swarm._isOurs = true;
            return swarm;
        }
        catch
        {
            await swarm.DisposeAsync();
            throw;
        }
    }

    /// <returns>What it printed; a failure fails the test.</returns>
    public async Task<string> DockerAsync(params string[] arguments)
    {
        var output = await _bench.RunProgramAsync("/", "docker", arguments);
        output.ExitCode.Should().Be(0, "docker {0} said {1}", string.Join(' ', arguments), output.Error);
        return output.Output;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOurs)
        {
            await _bench.RunProgramAsync("/", "docker", "swarm", "leave", "--force");
            await _bench.RunProgramAsync("/", "docker", "network", "rm", "docker_gwbridge");
        }
        await _bench.RunProgramAsync("/", "docker", "rmi", "--force", Image);
    }

    /// <summary>
    /// What docs/comparing.md has people build, without a registry: the tool and its runtime are this machine's.
    /// </summary>
    private async Task BuildAsync()
    {
        using var context = new TempFolder("swarm");
        var tool = Path.GetDirectoryName(await InstalledTool.PathAsync())!;
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        var framework = Path.Combine("shared", "Microsoft.NETCore.App", Path.GetFileName(runtime));
        await CopyAsync(tool, context["lw_coder"]);
        foreach (var part in new[] { "host", framework })
        {
            context.MakeFolder(Path.Combine("dotnet", Path.GetDirectoryName(part)!));
            await CopyAsync(Path.Combine(dotnet, part), context["dotnet", part]);
        }
        await File.WriteAllTextAsync(context["Dockerfile"], """
            FROM lw_coder_mini:latest
            USER root
            ENV DOTNET_ROOT=/opt/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 PATH=/opt/lw_coder:$PATH
            COPY dotnet /opt/dotnet
            COPY lw_coder /opt/lw_coder

            """);
        await DockerAsync("build", "--network", "host", "--tag", Image, context.Path);
    }

    private static async Task CopyAsync(string from, string to)
    {
        var output = await Limited.RunAsync(new ProcessSpec("cp", "--recursive", "--dereference", from, to));
        output.ExitCode.Should().Be(0, output.Error);
    }
}
