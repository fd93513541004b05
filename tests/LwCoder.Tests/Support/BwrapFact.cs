using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Tests.Support;

/// <summary>A test that needs a working bubblewrap; skipped where there is none.</summary>
internal sealed class BwrapFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Works = new(
        () => Task.Run(() => new Bubblewrap(new ProcessRunner()).WorksAsync(CancellationToken.None)).GetAwaiter().GetResult());

    public BwrapFactAttribute()
    {
        if (!Works.Value)
        {
            Skip = "bwrap is not installed or may not be used on this machine";
        }
    }
}
