using LwCoder.Sandboxes;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>An engine answers. <see cref="DockerFailure"/> tells not installed, not running and not allowed apart.</summary>
internal sealed class DockerCheck(DoctorScene scene, DockerCli docker) : IDoctorCheck
{
    public string Name => "docker";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        try
        {
            var version = await docker.RunAsync(["version", "--format", "{{.Server.Version}}"], cancel);
            return [Finding.Ok($"the engine {version.Trim()} answers")];
        }
        catch (UserError error) when (!scene.UsesDocker)
        {
            return [Finding.Note($"{error.Message}; runs use the host here", error.Hint)];
        }
    }
}
