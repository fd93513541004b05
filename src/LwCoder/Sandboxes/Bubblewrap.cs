using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>Whether bubblewrap works here. Installed is not enough: kernels and containers may forbid its namespaces.</summary>
internal sealed class Bubblewrap(IProcessRunner processes)
{
    /// <summary>The shell's exit code for a program that is not there.</summary>
    private const int NotFound = 127;

    private Task<string?>? _obstacle;

    /// <summary>Tries it for real; a second call gives the first one's answer.</summary>
    /// <returns>Null if it works, otherwise why not.</returns>
    public Task<string?> FindObstacleAsync(CancellationToken cancel) => _obstacle ??= TryAsync(cancel);

    private async Task<string?> TryAsync(CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "bwrap is for Linux only";
        }
        var output = await processes.RunAsync(new ProcessSpec("sh", BwrapArguments.Probe), cancel);
        return output switch
        {
            { Succeeded: true } => null,
            { ExitCode: NotFound } => "bwrap is not installed",
            _ => BwrapArguments.Complaint(output.Error),
        };
    }
}
