using System.Diagnostics;

namespace LwCoder.Tests.Support;

/// <summary>A test that mounts things with bubblewrap; skipped where that is missing or not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BubblewrapFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(FindObstacle);

    public BubblewrapFactAttribute() => Skip = Obstacle.Value;

    private static string? FindObstacle()
    {
        try
        {
            using var trial = Process.Start(
                new ProcessStartInfo("bwrap", ["--ro-bind", "/", "/", "true"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0 ? null : "bubblewrap may not make namespaces here";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "bubblewrap (bwrap) is not installed";
        }
    }
}
