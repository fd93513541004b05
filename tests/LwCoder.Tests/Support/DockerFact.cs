using LwCoder.Platform.Processes;

namespace LwCoder.Tests.Support;

/// <summary>
/// A test that needs a container engine. Without one it is skipped, saying why, unless LW_CODER_REQUIRE_DOCKER=1: then
/// it runs and fails.
/// </summary>
internal sealed class DockerFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(Probe);

    public DockerFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("LW_CODER_REQUIRE_DOCKER") != "1")
        {
            Skip = Missing.Value!;
        }
    }

    /// <summary>The image the tests start from; it needs `sh` and `git`.</summary>
    public const string BaseImage = "lw_coder_mini:latest";

    private static string? Probe()
    {
        try
        {
            var probe = new ProcessSpec("docker", "image", "inspect", "--format", "{{.Id}}", BaseImage);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var answer = Task.Run(() => new ProcessRunner().RunAsync(probe, limit.Token)).GetAwaiter().GetResult();
            return answer.Succeeded ? null : $"no container engine with {BaseImage}: {answer.Error.Trim()}";
        }
        catch (ProgramNotFound)
        {
            return "docker is not installed";
        }
        catch (OperationCanceledException)
        {
            return "docker does not answer";
        }
    }
}
