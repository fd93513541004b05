using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>Whether bubblewrap works here. Installed is not enough: kernels and containers may forbid its namespaces.</summary>
internal sealed class Bubblewrap(IProcessRunner processes)
{
    /// <summary>
    /// It copies the list of mounts and then visits them: a container that ends meanwhile, somewhere on the machine,
    /// makes it fail.
    /// </summary>
    private const int Attempts = 3;

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
        var probe = BwrapArguments.Probe;
        var error = "";
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                var output = await processes.RunAsync(new ProcessSpec(probe[0], [.. probe.Skip(1)]), cancel);
                if (output.Succeeded)
                {
                    return null;
                }
                error = output.Error.Trim();
            }
            catch (ProgramNotFound)
            {
                return "bwrap is not installed";
            }
        }
        return error;
    }
}
