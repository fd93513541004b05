using LwCoder.Sandboxes;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>What protects the user when an agent runs on this machine.</summary>
internal sealed class HostCheck(DoctorScene scene, Bubblewrap bubblewrap) : IDoctorCheck
{
    public string Name => "host";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        if (await bubblewrap.FindObstacleAsync(cancel) is not { } obstacle)
        {
            return [Finding.Ok("bwrap works: with --sandbox host an agent can write only its worktree and home")];
        }
        var message = $"--sandbox host would be unprotected: {obstacle}";
        var fix = OperatingSystem.IsLinux()
            ? "install bubblewrap (Debian, Ubuntu: sudo apt-get install bubblewrap), or use --sandbox docker"
            : "use --sandbox docker";
        return [scene.UsesDocker ? Finding.Note(message, fix) : Finding.Warning(message, fix)];
    }
}
