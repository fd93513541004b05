using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Tests.Support;

/// <summary>A test that needs a working bubblewrap; skipped where there is none.</summary>
internal sealed class BwrapFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(
        () => Task.Run(() => new Bubblewrap(new ProcessRunner()).FindObstacleAsync(default)).GetAwaiter().GetResult());

    public BwrapFactAttribute() => Skip = Obstacle.Value!;
}
