using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Benchmarks.Subjects;

/// <summary>
/// An image whose `claude` writes down when it was started and is finished. Where the engine has no base image for
/// Claude Code, it stands in for that as well, so that none is built; one that is there is left alone.
/// </summary>
internal sealed class StubImage : IAsyncDisposable
{
    public const string Base = "debian:bookworm-slim";
    public const string Name = "lw_coder_benchmark:latest";
    public const string StartedFile = "started";
    public const string Tool = "claude-code";

    /// <summary>The same on both sides, and there also in an engine without a bridge.</summary>
    public const string Network = "host";
    private const string ToolsBase = $"lw_coder_{Tool}:latest";

    private static readonly DockerCli Docker = new(new ProcessRunner());
    private readonly bool _isToolsBase;

    private StubImage(bool isToolsBase) => _isToolsBase = isToolsBase;

    /// <summary>Whose images are to be removed as well.</summary>
    public string? RepositoryRoot { get; set; }

    public ProcessSpec Run { get; } = DockerCli.Command(["run", "--rm", "--network", Network, Name, "claude"]);

    /// <returns>Null when there is no engine or it does not have <see cref="Base"/>.</returns>
    public static async Task<StubImage?> TryBuildAsync(ScratchFolder scratch)
    {
        if (!await HasAsync(Base))
        {
            return null;
        }
        scratch.Write(
            $"FROM {Base}\nCOPY claude /usr/local/bin/claude\nWORKDIR /home/agent\nWORKDIR /workspace\n", "image", "Dockerfile");
        scratch.Write($$"""
            #!/bin/sh
            started=$(date +%s%N)
            echo "$started" > /workspace/{{StartedFile}}
            echo '{"type":"system","subtype":"init","session_id":"stub","model":"none","claude_code_version":"0"}'
            echo '{"type":"result","subtype":"success","is_error":false,"session_id":"stub","result":"'"$started"'"}'
            """, "image", "claude");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(scratch["image", "claude"], (UnixFileMode)0b111_101_101);
        }
        await Docker.RunAsync(["build", "--tag", Name, scratch["image"]], default);
        var isToolsBase = !await HasAsync(ToolsBase);
        if (isToolsBase)
        {
            await Docker.RunAsync(["tag", Name, ToolsBase], default);
        }
        return new StubImage(isToolsBase);
    }

    public async ValueTask DisposeAsync()
    {
        var derived = await Docker.RunAsync(
            ["image", "ls", "--quiet", "--filter", $"label={ContainerLabels.Repository}={RepositoryRoot}"], default);
        string[] images =
        [
            .. derived.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct(), Name,
            .. _isToolsBase ? [ToolsBase] : Array.Empty<string>(),
        ];
        await Docker.RunAsync(["image", "rm", "--force", .. images], default);
    }

    private static async Task<bool> HasAsync(string image)
    {
        try
        {
            return (await Docker.TryAsync(
                DockerCli.Command(["image", "inspect", "--format", "{{.Id}}", image]), default)).Succeeded;
        }
        catch (UserError)
        {
            // Docker is not installed.
            return false;
        }
    }
}
