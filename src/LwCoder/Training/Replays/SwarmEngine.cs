using System.Text;
using LwCoder.Platform.Files;
using LwCoder.Sandboxes;

namespace LwCoder.Training.Replays;

/// <param name="Image">See <see cref="SwarmService"/>.</param>
/// <param name="Sandbox">Of the replays.</param>
/// <param name="Trust">The user has allowed what the settings ask for.</param>
/// <param name="Home">Files that replays find in `~/.lw_coder`, by name: settings and keys.</param>
internal sealed record SwarmOptions(string Image, string Sandbox, bool Trust, IReadOnlyDictionary<string, byte[]> Home);

/// <summary>
/// Runs each replay as a replicated job of Docker Swarm, on whichever node has room. Nodes see the replay's folder where this
/// machine does. Keys travel as secrets of the swarm, which only its tasks can read, and never in an argument.
/// </summary>
internal sealed class SwarmEngine(DockerCli docker, SwarmOptions options, TimeProvider time) : IReplayEngine
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly List<(string Name, string File)> _secrets = [];
    private readonly SemaphoreSlim _one = new(1);

    public async Task SweepAsync(string comparison, CancellationToken cancel)
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
        await RemoveAllAsync("service", comparison, cancel);
        await RemoveAllAsync("secret", comparison, cancel);
        _secrets.Clear();
    }

    public async Task RunAsync(string comparison, ReplayFolder folder, CancellationToken cancel)
    {
        await EnsureSecretsAsync(comparison, cancel);
        var service = new SwarmService($"lw_coder-{comparison}-{Guid.NewGuid():N}"[..40], options.Image, comparison, folder);
        try
        {
            await docker.RunAsync(service.CreateArguments(options.Sandbox, options.Trust, Caller.Current, _secrets), cancel);
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

    private async Task EnsureSecretsAsync(string comparison, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            foreach (var (file, content) in options.Home.Where(file => _secrets.All(secret => secret.File != file.Key)))
            {
                var name = $"lw_coder-{comparison}-{file.TrimStart('.').Replace('.', '-')}";
                var create = DockerCli.Command(
                    ["secret", "create", "--label", $"{SwarmService.Label}={comparison}", name, "-"]) with
                {
                    WriteInput = (stream, stop) => stream.WriteAsync(content, stop).AsTask(),
                };
                var made = await docker.TryAsync(create, cancel);
                if (!made.Succeeded)
                {
                    throw DockerFailure.Explain(made.Error);
                }
                _secrets.Add((name, file));
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task RemoveAllAsync(string kind, string comparison, CancellationToken cancel)
    {
        var ids = (await docker.RunAsync([kind, "ls", "--quiet", "--filter", $"label={SwarmService.Label}={comparison}"], cancel))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.Length > 0)
        {
            await docker.TryAsync(DockerCli.Command([kind, "rm", .. ids]), cancel);
        }
    }

    /// <summary>Variables as `~/.lw_coder/.env` has them.</summary>
    public static byte[] EnvFileOf(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var text = new StringBuilder("# written by lw_coder\n");
        foreach (var (name, value) in variables)
        {
            var quoted = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
            text.Append(name).Append("=\"").Append(quoted).Append("\"\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
