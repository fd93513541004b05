using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>Whether bubblewrap works here. Installed is not enough: kernels and containers may forbid its namespaces.</summary>
internal sealed class Bubblewrap(IProcessRunner processes)
{
    private Task<bool>? _works;

    /// <summary>Tries it once, for real.</summary>
    public Task<bool> WorksAsync(CancellationToken cancel) => _works ??= TryAsync(cancel);

    private async Task<bool> TryAsync(CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        try
        {
            var probe = BwrapArguments.Probe;
            return (await processes.RunAsync(new ProcessSpec(probe[0], [.. probe.Skip(1)]), cancel)).Succeeded;
        }
        catch (ProgramNotFound)
        {
            return false;
        }
    }
}
