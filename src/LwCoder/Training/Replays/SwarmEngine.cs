using LwCoder.Platform.Files;
using LwCoder.Sandboxes;

namespace LwCoder.Training.Replays;

/// <param name="Image">See <see cref="SwarmService"/>.</param>
/// <param name="Socket">See <see cref="SwarmService.CreateArguments"/>.</param>
/// <param name="Trust">The user has allowed what the settings ask for.</param>
/// <param name="Home">Files that replays find in `~/.lw_coder`, by name: settings and keys.</param>
internal sealed record SwarmOptions(string Image, string? Socket, bool Trust, IReadOnlyDictionary<string, byte[]> Home);

/// <summary>
/// Runs each replay as a replicated job of Docker Swarm, on whichever node has room. Nodes see the replay's folder where this
/// machine does. Keys travel as secrets of the swarm, which only its tasks can read, and never in an argument.
/// </summary>
internal sealed class SwarmEngine(DockerCli docker, SwarmOptions options, TimeProvider time) : IReplayEngine
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly List<(string Name, string File)> _secrets = [];

    public async Task BeginAsync(string comparison, CancellationToken cancel)
    {
        var state = (await docker.RunAsync(
            ["info", "--format", "{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}"], cancel)).Trim();
        if (state != "active true")
        {
            throw new UserError(
                $"the docker engine is no manager of a swarm (it says '{state}')",
                "make it one with 'docker swarm init', or compare with --engine local",
                ExitCode.Environment);
        }
        await RemoveAllAsync(comparison, cancel);
        foreach (var (file, content) in options.Home)
        {
            _secrets.Add((await MakeSecretAsync(comparison, file, content, cancel), file));
        }
    }

    public Task EndAsync(string comparison) => RemoveAllAsync(comparison, CancellationToken.None);

    public async Task RunAsync(string comparison, ReplayFolder folder, CancellationToken cancel)
    {
        var service = new SwarmService($"lw_coder-{comparison}-{Guid.NewGuid():N}"[..40], options.Image, comparison, folder);
        try
        {
            service.MakeHome(_secrets);
            await docker.RunAsync(service.CreateArguments(options.Socket, options.Trust, Caller.Current, _secrets), cancel);
            await WaitAsync(service, cancel);
            var log = await docker.TryAsync(DockerCli.Command(["service", "logs", "--raw", service.Name]), cancel);
            AtomicFile.WriteText(folder.Log, log.Output + log.Error);
        }
        finally
        {
            await docker.TryAsync(DockerCli.Command(["service", "rm", service.Name]), CancellationToken.None);
        }
    }

    private async Task WaitAsync(SwarmService service, CancellationToken cancel)
    {
        while (true)
        {
            switch (SwarmService.StateOf(await docker.RunAsync(service.StateArguments, cancel)))
            {
                case (true, _):
                    return;
                case (_, { } why):
                    throw new UserError(
                        $"the swarm could not run {service.Image}: {why}",
                        "see that every node has the image and this repository's folder at the same path",
                        ExitCode.Environment);
                default:
                    await Task.Delay(Pause, time, cancel);
                    break;
            }
        }
    }

    private async Task<string> MakeSecretAsync(string comparison, string file, byte[] content, CancellationToken cancel)
    {
        var name = $"lw_coder-{comparison}-{file.TrimStart('.').Replace('.', '-')}";
        var create = DockerCli.Command(["secret", "create", "--label", LabelOf(comparison), name, "-"]) with
        {
            WriteInput = (stream, stop) => stream.WriteAsync(content, stop).AsTask(),
        };
        var made = await docker.TryAsync(create, cancel);
        return made.Succeeded ? name : throw DockerFailure.Explain(made.Error);
    }

    /// <summary>Services first, since they hold on to secrets.</summary>
    private async Task RemoveAllAsync(string comparison, CancellationToken cancel)
    {
        foreach (var kind in new[] { "service", "secret" })
        {
            var ids = (await docker.RunAsync([kind, "ls", "--quiet", "--filter", $"label={LabelOf(comparison)}"], cancel))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (ids.Length > 0)
            {
                await docker.TryAsync(DockerCli.Command([kind, "rm", .. ids]), cancel);
            }
        }
    }

    private static string LabelOf(string comparison) => $"{SwarmService.Label}={comparison}";
}
