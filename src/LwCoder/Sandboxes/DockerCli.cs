using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>
/// The only class that runs the `docker` program, so that a client library can take its place
/// (docs/adr/0001-docker-cli-instead-of-docker-dotnet.md). What docker complains about becomes a <see cref="UserError"/>
/// with its fix in <see cref="DockerFailure"/>.
/// </summary>
internal sealed class DockerCli(IProcessRunner processes)
{
    private static readonly Dictionary<string, string?> Quiet = new()
    {
        ["DOCKER_CLI_HINTS"] = "false",
        ["BUILDKIT_PROGRESS"] = "plain",
    };

    /// <summary>A docker command for somebody else to start, such as `docker run` with the caller's terminal.</summary>
    /// <param name="environment">Changes to the environment of the docker program.</param>
    public static ProcessSpec Command(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var all = new Dictionary<string, string?>(Quiet);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }
        return new("docker", arguments) { Environment = all };
    }

    /// <returns>Standard output.</returns>
    /// <exception cref="UserError">The command failed; exit code <see cref="ExitCode.Environment"/>.</exception>
    public async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var output = await TryAsync(Command(arguments), cancel);
        return output.Succeeded ? output.Output : throw DockerFailure.Explain(output.Error);
    }

    /// <summary>For commands whose failure is an answer.</summary>
    /// <exception cref="UserError">Docker is not installed.</exception>
    public async Task<ProcessOutput> TryAsync(ProcessSpec command, CancellationToken cancel)
    {
        try
        {
            return await processes.RunAsync(command, cancel);
        }
        catch (ProgramNotFound missing)
        {
            throw DockerFailure.NotInstalled(missing);
        }
    }

    /// <exception cref="UserError">Docker is not installed.</exception>
    public IRunningProcess Start(ProcessSpec command)
    {
        try
        {
            return processes.Start(command);
        }
        catch (ProgramNotFound missing)
        {
            throw DockerFailure.NotInstalled(missing);
        }
    }
}
